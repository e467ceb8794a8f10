import { RedshiftIdentityError } from '../../../core/errors.ts';
import type { ResultMemory } from '../../../core/redshift/results/resultMemory.ts';
import type { ResultWork } from '../../../core/redshift/results/view/contract.ts';
import type { GridCalls } from '../../../protocol/gridMessages.ts';
import type { CallHandlers } from './callHandlers.ts';
import type { FoundMatches } from './keptResult.ts';
import { withRows } from './resultViews.ts';

export interface FindServices {
  readonly work: Pick<ResultWork, 'find'>;
  readonly memory: () => ResultMemory;
}

/** Looking for text, and going from match to match. */
export function findCalls({ work, memory }: FindServices): Pick<CallHandlers, 'find' | 'match'> {
  return {
    find: async (kept, { viewId, ...search }, options) => {
      const matches = await withRows(kept, viewId, memory(), options, (rows) =>
        work.find(rows, search, options.signal),
      );
      const id = crypto.randomUUID();
      kept.found = { id, columns: search.columns, matches };
      return { findId: id, count: matches.rows.length, isMore: matches.isMore };
    },
    match: async ({ found }, ask) => {
      if (found?.id !== ask.findId || found.matches.rows.length === 0) throw notFound();
      const index = 'index' in ask ? ask.index : nearest(found, ask);
      const { rows, columns } = found.matches;
      const [row, column] = [rows[index], columns[index]];
      if (row === undefined || column === undefined) throw notFound();
      return { index, row, column };
    },
  };
}

/** The next match from a cell on, or back from it; at the end it begins again at the other one. */
function nearest(
  { columns, matches }: FoundMatches,
  { row, column, before }: Extract<GridCalls['match']['ask'], { row: number }>,
): number {
  const place = columns.indexOf(column);
  const comesBefore = (index: number, orAt: boolean): boolean => {
    const matchRow = matches.rows[index] ?? 0;
    if (matchRow !== row) return matchRow < row;
    const matchPlace = columns.indexOf(matches.columns[index] ?? 0);
    return orAt ? matchPlace <= place : matchPlace < place;
  };
  let low = 0;
  let high = matches.rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comesBefore(middle, before)) low = middle + 1;
    else high = middle;
  }
  const count = matches.rows.length;
  return before ? (low - 1 + count) % count : low % count;
}

function notFound(): RedshiftIdentityError {
  return new RedshiftIdentityError('There is no such match.', {
    code: 'NoSuchMatch',
    remedy: 'Search again.',
  });
}
