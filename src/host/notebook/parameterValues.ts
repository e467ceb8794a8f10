import type * as vscode from 'vscode';
import { setValues } from './setValues.ts';

/** Values of a cell's parameters. */
export async function parameterValues(
  cell: vscode.NotebookCell,
  _names: readonly string[],
  _services: { readonly state: vscode.Memento },
  _signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  return setValues(cell);
}
