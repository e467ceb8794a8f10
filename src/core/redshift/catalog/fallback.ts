import type { CatalogLevel } from './contract.ts';
import { refusalIn, type Refusal } from './refusal.ts';

/** One way to read a level. */
export interface Way<Item> {
  /** As people know it: `SHOW TABLES`, `SVV_ALL_TABLES`, `ListTables`. */
  readonly name: string;
  /** It runs a statement; false for an operation of the Data API. */
  readonly statement: boolean;
  /** What it does not tell, for people: `owners are missing`. */
  readonly missing?: string;
  read(): Promise<CatalogLevel<Item>>;
}

/**
 * A level by the first way that is not refused, with a notice of those that were.
 * @throws the first refusal where no way was left, and any other error as it came
 */
export async function readLevel<Item>(ways: readonly Way<Item>[]): Promise<CatalogLevel<Item>> {
  const refused: { readonly way: Way<Item>; readonly refusal: Refusal; readonly error: unknown }[] = [];
  for (const way of ways) {
    if (way.statement && refused.some(({ refusal }) => refusal.noStatements)) continue;
    let level: CatalogLevel<Item>;
    try {
      level = await way.read();
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal === undefined) throw error;
      refused.push({ way, refusal, error });
      continue;
    }
    const denial = refused.find(({ refusal }) => refusal.denied);
    // A view that shows nobody what is denied to them would make "denied" look like "empty".
    if (denial !== undefined && level.items.length === 0) throw denial.error;
    return refused.length === 0 ? level : { ...level, notice: noticeOf(refused, way, level.notice) };
  }
  throw refused[0]?.error;
}

function noticeOf<Item>(
  refused: readonly { readonly way: Way<Item>; readonly refusal: Refusal }[],
  { name, missing }: Way<Item>,
  notice: string | undefined,
): string {
  const denials = refused.map(({ way, refusal }) => `${way.name}: ${refusal.reason}`).join('; ');
  const read = `Read by ${name} instead${missing === undefined ? '' : `: ${missing}`}.`;
  return [`${denials}.`, read, ...(notice === undefined ? [] : [notice])].join(' ');
}
