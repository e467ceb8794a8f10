import type { RowSource } from '../../../src/core/redshift/results/contract.ts';
import {
  mostShownCharacters,
  type GridAnswer,
  type GridRequest,
  type WindowValues,
} from '../../../src/protocol/gridMessages.ts';

/** Answers what a renderer sent; `post` sends to it. */
export type HostSide = (message: unknown, post: (answer: GridAnswer) => Promise<void>) => Promise<void>;

/** Gives columns, windows and cells of a result in its own order, and refuses all else. */
export function standInHost(source: RowSource): HostSide {
  return async (message, post) => {
    const request = message as GridRequest;
    const { requestId } = request;
    const answer = (value: unknown): Promise<void> => post({ kind: 'answer', requestId, answer: value });
    if (request.kind === 'columns') return answer({ columns: source.columns });
    if (request.kind === 'view') return answer({ viewId: '', rowCount: source.totalRows });
    if (request.kind === 'window') return answer(await windowOf(source, request));
    if (request.kind === 'cell') {
      const [row = []] = await source.rows(request.row, request.row + 1);
      const value = row[request.column] ?? null;
      return answer({ value, length: value?.length ?? 0 });
    }
    if (typeof requestId !== 'number' || String(request.kind) === 'cancel') return;
    return post({ kind: 'refused', requestId, code: 'failed', message: 'Nobody answers this here.' });
  };
}

async function windowOf(
  source: RowSource,
  { from, to, columns }: { from: number; to: number; columns: readonly number[] },
): Promise<WindowValues> {
  const rows = await source.rows(from, to);
  const cut: NonNullable<WindowValues['cut']> = [];
  const values = columns.map((column, at) =>
    rows.map((row, index) => {
      const value = row[column] ?? null;
      if (value === null || value.length <= mostShownCharacters) return value;
      cut.push([at, index, value.length]);
      return value.slice(0, mostShownCharacters);
    }),
  );
  return { columns: values, ...(cut.length > 0 && { cut }) };
}
