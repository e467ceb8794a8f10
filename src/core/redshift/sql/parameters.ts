import { RedshiftIdentityError } from '../../errors.ts';
import type { ParameterUse } from './openStatement.ts';
import { parseSetCommand } from './setCommand.ts';
import { readSql, type MetaCommand } from './sqlText.ts';
import { SqlTextError } from './sqlTextError.ts';

/** What gives a parameter its value, the strongest first: the cell's marker, `\set`, the notebook's header, or an answer of before. */
export type ValueSource = 'marker' | 'set' | 'header' | 'remembered';

export interface ParameterValue {
  /** '' where an empty one is written. */
  readonly value: string;
  readonly source: ValueSource;
  /** Of a `\set`: the line, and the cell that it stands in, from 0. */
  readonly place?: { readonly cell: number; readonly command: MetaCommand };
}

export interface ParameterCell {
  /** SQL; '' for a cell of another kind. */
  readonly text: string;
  /** Of its marker. */
  readonly keys: Readonly<Record<string, string>>;
}

/** Values by name that a whole notebook has. */
export interface NotebookValues {
  readonly header?: Readonly<Record<string, string>> | undefined;
  readonly remembered?: Readonly<Record<string, string>> | undefined;
}

/** Key of a cell's marker: `-- %% Sales param.region="APAC"`. */
export function parameterKey(name: string): string {
  return `param.${name}`;
}

/** RSQL takes its commands in any case. */
export function isSetCommand({ name }: MetaCommand): boolean {
  return name.toLowerCase() === 'set';
}

/**
 * The values of a cell's parameters by name. Names are as written: the Data API tells `:a` from `:A`.
 * @param cells those of the notebook up to the cell
 * @returns a function of an offset in the cell: as in psql, a `\set` counts for what follows it
 * @throws RedshiftIdentityError `InvalidSetCommand`; a SqlTextError where the line stands in the cell itself
 */
export function parameterValuesAt(
  cells: readonly ParameterCell[],
  { header = {}, remembered = {} }: NotebookValues,
): (offset: number) => ReadonlyMap<string, ParameterValue> {
  const last = cells.length - 1;
  const sets = cells.flatMap(({ text }, cell) =>
    /\\set/i.test(text)
      ? readSql(text)
          .metaCommands.filter(isSetCommand)
          .map((command) => ({ cell, command }))
      : [],
  );
  const marker = Object.entries(cells[last]?.keys ?? {}).flatMap(([key, value]) =>
    key.startsWith(parameterKey('')) ? [[key.slice(parameterKey('').length), value] as const] : [],
  );
  return (offset) => {
    const values = new Map<string, ParameterValue>();
    for (const [name, value] of Object.entries(remembered)) values.set(name, { value, source: 'remembered' });
    for (const [name, value] of Object.entries(header)) values.set(name, { value, source: 'header' });
    const variables = new Map<string, string>();
    for (const place of sets) {
      if (place.cell === last && place.command.start > offset) break;
      const { name, value } = readSet(place.command, place.cell, last, variables);
      variables.set(name, value);
      values.set(name, { value, source: 'set', place });
    }
    for (const [name, value] of marker) values.set(name, { value, source: 'marker' });
    return values;
  };
}

/** @throws SqlTextError `EmptyParameter`: the Data API binds no empty value, and has none for NULL */
export function checkNotEmpty({ name, ...range }: ParameterUse, value: string): void {
  if (value !== '') return;
  throw new SqlTextError(
    `The parameter :${name} is empty, and the Data API binds no empty value and no NULL.`,
    {
      code: 'EmptyParameter',
      remedy: `Write '' or NULL in the statement in the place of :${name}, or give it a value.`,
      range,
    },
  );
}

/** The type that a parameter is cast to: `date` of `:day::date` and of `CAST(:day AS date)`. */
export function castOf(sql: string, { start, end }: ParameterUse): string | undefined {
  const type = String.raw`(double\s+precision|(?:character|bit)\s+varying|[A-Za-z_][\w.]*)(\s*\([\d\s,]*\))?`;
  const behind = sql.slice(end, end + 200);
  const [, name, size = ''] =
    new RegExp(String.raw`^\s*::\s*${type}`, 'i').exec(behind) ??
    (/\bcast\s*\(\s*$/i.test(sql.slice(Math.max(0, start - 50), start))
      ? new RegExp(String.raw`^\s+as\s+${type}`, 'i').exec(behind)
      : undefined) ??
    [];
  return name === undefined ? undefined : (name + size).replace(/\s+/g, ' ');
}

function readSet(command: MetaCommand, cell: number, last: number, variables: ReadonlyMap<string, string>) {
  try {
    return parseSetCommand(command.arguments, variables);
  } catch (error) {
    if (!(error instanceof RedshiftIdentityError)) throw error;
    const { message, code, remedy } = error;
    const { start, end, line } = command;
    if (cell === last) throw new SqlTextError(message, { code, remedy, range: { start, end } });
    throw new RedshiftIdentityError(`${message} It stands in cell ${cell + 1}, line ${line + 1}.`, {
      code,
      remedy,
    });
  }
}
