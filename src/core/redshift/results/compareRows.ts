import type { RowDifference } from '../../../protocol/comparisonPayload.ts';
import { previewRows, type ResultColumn } from '../../../protocol/resultPayload.ts';
import { Cancelled } from '../../errors.ts';
import type { Row, RowSource } from './contract.ts';
import { RowCounts } from './rowCounts.ts';

/** Rows of a side that are compared at most. */
const mostRows = 1_000_000;
/** Rows that are asked for at once. */
const windowRows = 1_000;

export interface CompareOptions {
  readonly signal?: AbortSignal;
  /** Rows of each side that are looked at; by default a million. */
  readonly limit?: number;
  /** Milliseconds of work after which others get their turn; by default 25. */
  readonly turn?: number;
  /** Lets others have their turn; by default through a timer. */
  readonly rest?: () => Promise<void>;
}

/**
 * The difference of two results as multisets of whole rows: their order doesn't matter, their number does. Of rows that
 * one side has more often, the later ones count as its own. Memory grows with the number of rows, not with their size.
 * @throws Cancelled; what the sources throw
 */
export async function compareRows(
  left: RowSource,
  right: RowSource,
  options: CompareOptions = {},
): Promise<RowDifference> {
  const { limit = mostRows } = options;
  const walk = walker(options);
  const counts = new RowCounts(Math.min(left.totalRows, limit));
  const leftRows: Row[] = [];
  const rightRows: Row[] = [];
  const seen = { left: 0, right: 0, both: 0 };

  await walk(left, (row) => {
    counts.add(row);
    seen.left++;
    return true;
  });
  await walk(right, (row) => {
    seen.right++;
    if (counts.match(row)) seen.both++;
    else if (rightRows.length < previewRows) rightRows.push(row);
    return true;
  });
  const onlyLeft = seen.left - seen.both;
  const wanted = Math.min(onlyLeft, previewRows);
  if (wanted > 0) {
    await walk(left, (row) => {
      if (!counts.unmatch(row)) leftRows.push(row);
      return leftRows.length < wanted;
    });
  }
  return {
    both: seen.both,
    onlyLeft,
    onlyRight: seen.right - seen.both,
    leftRows,
    rightRows,
    ...(left.totalRows > limit || right.totalRows > limit ? { comparedRows: limit } : {}),
  };
}

/** Whether rows of both can be equal: the same names in the same order. */
export function areComparable(left: readonly ResultColumn[], right: readonly ResultColumn[]): boolean {
  return left.length === right.length && left.every(({ name }, index) => name === right[index]?.name);
}

type Walk = (source: RowSource, visit: (row: Row) => boolean) => Promise<void>;

/** Goes through the rows of a source until `visit` has seen enough; never in one go for longer than `turn`. */
function walker({ signal, limit = mostRows, turn = 25, rest = nextTask }: CompareOptions): Walk {
  let rested = Date.now();
  return async (source, visit) => {
    const end = Math.min(source.totalRows, limit);
    for (let from = 0; from < end; from += windowRows) {
      if (signal?.aborted) throw new Cancelled();
      for (const row of await source.rows(from, Math.min(end, from + windowRows), signal)) {
        if (!visit(row)) return;
      }
      if (Date.now() - rested < turn) continue;
      await rest();
      rested = Date.now();
    }
  };
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
