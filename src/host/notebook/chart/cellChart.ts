import type * as vscode from 'vscode';
import { parseChoice } from '../../../core/chart/choiceText.ts';
import type { ChartChoice } from '../../../protocol/chartChoice.ts';
import { keysOf } from '../cellKeys.ts';

/** Name of the key in a cell's marker: `chart="mark=bar&x=country&y=amount&aggregate=sum"`. */
export const chartKey = 'chart';

/** What the cell's marker asks to be drawn of its results. A text that cannot be read draws nothing, and stays where it is. */
export function chartOf(cell: vscode.NotebookCell): ChartChoice | undefined {
  const text = keysOf(cell)[chartKey];
  return text === undefined ? undefined : parseChoice(text).choice;
}

/** Why the marker's chart is not drawn; undefined where it is, or where there is none. */
export function chartProblem(cell: vscode.NotebookCell): string | undefined {
  const text = keysOf(cell)[chartKey];
  const problem = text === undefined ? undefined : parseChoice(text).problem;
  return problem === undefined ? undefined : `The chart in the cell’s marker can’t be drawn: ${problem}.`;
}
