import type { ChartChoice, ChartData } from '../../protocol/chartChoice.ts';
import { mapData } from '../map/mapData.ts';
import { columnsOfPlace } from '../map/placeColumns.ts';
import type { WorkRows } from '../redshift/results/view/contract.ts';
import { eachRowData } from './eachRowData.ts';
import { groupedData } from './groupedData.ts';
import { ViewRows } from './rows/viewRows.ts';

/** Names of the columns that a choice reads, each once. */
export function columnsOfChoice(choice: ChartChoice): string[] {
  if (choice.mark === 'map') return columnsOfPlace(choice);
  const { x, y, colour } = choice;
  return [...new Set([x, y, colour].filter((name) => name !== undefined))];
}

/**
 * What is drawn of the rows: grouped and aggregated over all of them, at most `mostMarks` marks. Places that are as wide
 * as a step have their end in a field `x2`.
 * @throws RedshiftIdentityError where a column is missing or of the wrong kind
 */
export function chartData(rows: WorkRows, choice: ChartChoice): ChartData {
  if (choice.mark === 'map') return mapData(rows, choice);
  const isEachRow = (choice.mark === 'point' || choice.mark === 'line') && choice.aggregate === undefined;
  const view = new ViewRows(rows);
  return isEachRow ? eachRowData(view, choice) : groupedData(view, choice);
}
