import { cutText } from '../../../core/redshift/results/cutText.ts';
import { columnKind } from '../../../core/redshift/results/page/columnKind.ts';
import { prettyJson } from '../../../core/redshift/results/prettyJson.ts';
import { mostShownCharacters, type WindowValues } from '../../../protocol/gridMessages.ts';
import type { CallHandlers } from './callHandlers.ts';
import type { KeptResult } from './keptResult.ts';
import { viewTexts } from './viewTexts.ts';

/** Characters of a value that a message carries. */
const longestValue = 1_000_000;
/** Characters of all values of a window together; where they are more, each gets less room. */
const mostCharacters = 2_000_000;
const leastShown = 50;

export interface CellServices {
  /** Shows a text in an editor of its own. */
  openText(content: string, language: 'json' | 'plaintext'): Promise<void>;
}

/** Values as they stand in the result. */
export function cellCalls({
  openText,
}: CellServices): Pick<CallHandlers, 'columns' | 'window' | 'cell' | 'openCell'> {
  return {
    columns: async ({ source }) => ({ columns: [...source.columns] }),
    window: async (kept, { viewId, from, to, columns }, { signal }) =>
      windowOf(await viewTexts(kept, viewId, [from, to], columns, signal)),
    cell: async (kept, ask, { signal }) => {
      const value = await valueOf(kept, ask, signal);
      return { value: value === null ? null : cutText(value, longestValue), length: value?.length ?? 0 };
    },
    openCell: async (kept, ask, { signal }) => {
      const value = (await valueOf(kept, ask, signal)) ?? '';
      const isJson = columnKind(kept.source.columns[ask.column]?.typeName ?? '') === 'json';
      await openText(isJson ? prettyJson(value) : value, isJson ? 'json' : 'plaintext');
      return {};
    },
  };
}

async function valueOf(
  kept: KeptResult,
  { viewId, row, column }: { viewId: string; row: number; column: number },
  signal: AbortSignal,
): Promise<string | null> {
  const [values] = await viewTexts(kept, viewId, [row, row + 1], [column], signal);
  return values?.[0] ?? null;
}

function windowOf(values: (string | null)[][]): WindowValues {
  const shown = cutAt(values, mostShownCharacters);
  const total = shown.columns.reduce((sum, column) => sum + charactersIn(column), 0);
  if (total <= mostCharacters) return shown;
  const cells = values.length * (values[0]?.length ?? 0);
  return cutAt(values, Math.max(leastShown, Math.floor(mostCharacters / cells)));
}

function cutAt(values: (string | null)[][], longest: number): WindowValues {
  const cut: [column: number, row: number, length: number][] = [];
  const columns = values.map((column, at) =>
    column.map((value, row) => {
      if (value === null || value.length <= longest) return value;
      cut.push([at, row, value.length]);
      return cutText(value, longest);
    }),
  );
  return { columns, ...(cut.length > 0 && { cut }) };
}

function charactersIn(column: readonly (string | null)[]): number {
  return column.reduce((sum, value) => sum + (value?.length ?? 0), 0);
}
