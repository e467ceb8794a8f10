import { mostShownCharacters, type Aggregates } from '../../../../protocol/gridMessages.ts';
import type { CellBlock } from '../../../../protocol/resultViewSpec.ts';
import { cutText } from '../cutText.ts';
import type { WorkRows } from './contract.ts';
import { columnExtremes, mergeExtremes, type Extremes } from './extremes.ts';
import { NumberSum } from './numberSum.ts';
import { selectRows, type RowRange } from './selectRows.ts';
import { WholeColumn } from './wholeColumn.ts';

/** What the cells give together; one that lies in several blocks counts once. */
export function aggregateCells(rows: WorkRows, blocks: readonly CellBlock[]): Aggregates {
  const sum = new NumberSum();
  let [cells, nulls] = [0, 0];
  let extremes: Extremes | undefined;
  for (const { ranges, columns } of columnsByRanges(blocks)) {
    const selected = selectRows(rows, ranges);
    for (const index of columns) {
      const column = WholeColumn.of(rows, index);
      column.parts.forEach((part, page) => {
        const chosen = selected.subarray(column.starts[page], column.starts[page + 1]);
        sum.add(part, chosen);
        for (let row = 0; row < chosen.length; row++) {
          if (chosen[row] === 0) continue;
          cells++;
          if (part.isNull(row)) nulls++;
        }
      });
      extremes = mergeExtremes(extremes, columnExtremes(column, selected));
    }
  }
  return {
    cells,
    nulls,
    numbers: sum.count,
    ...(sum.sum !== undefined && { sum: sum.sum }),
    ...(sum.average !== undefined && { average: sum.average }),
    ...(extremes !== undefined && {
      min: shownText(extremes.min.text),
      max: shownText(extremes.max.text),
    }),
  };
}

/** As much as is shown of a value. */
export function shownText(text: string): string {
  return text.length > mostShownCharacters ? `${cutText(text, mostShownCharacters)}…` : text;
}

/** Columns of the same ranges together, so that their rows are selected once. */
function columnsByRanges(blocks: readonly CellBlock[]): { ranges: RowRange[]; columns: number[] }[] {
  const byColumn = new Map<number, RowRange[]>();
  for (const { from, to, columns } of blocks) {
    for (const column of columns) {
      const ranges = byColumn.get(column) ?? [];
      ranges.push([from, to]);
      byColumn.set(column, ranges);
    }
  }
  const groups = new Map<string, { ranges: RowRange[]; columns: number[] }>();
  for (const [column, ranges] of byColumn) {
    const key = JSON.stringify(ranges);
    const group = groups.get(key) ?? { ranges, columns: [] };
    group.columns.push(column);
    groups.set(key, group);
  }
  return [...groups.values()];
}
