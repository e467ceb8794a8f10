import type { ChartChoice, ChartData } from '../../protocol/chartChoice.ts';
import type { WorkRows } from '../redshift/results/view/contract.ts';

/** Names of the columns that a choice reads, each once. */
export function columnsOfChoice(choice: ChartChoice): string[] {
  if (choice.mark === 'map') return [];
  const { x, y, colour } = choice;
  return [...new Set([x, y, colour].filter((name) => name !== undefined))];
}

/**
 * What is drawn of the rows: grouped and aggregated over all of them, at most `mostMarks` marks.
 * @throws RedshiftIdentityError where a column is missing or of the wrong kind
 */
export function chartData(rows: WorkRows, _choice: ChartChoice): ChartData {
  return { fields: [], rows: [], totalRows: rows.order?.length ?? 0, notes: [] };
}
