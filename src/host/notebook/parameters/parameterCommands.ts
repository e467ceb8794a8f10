import type * as vscode from 'vscode';
import { registerCommand } from '../../registerCommand.ts';
import type { ParameterChange } from './changeParameter.ts';

/** Registers *Change Parameter Value*; from a cell's menu, its parameters come first. */
export function registerParameterCommands({
  state,
  log,
}: {
  readonly state: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}): vscode.Disposable {
  return registerCommand('changeParameter', log, async (on?: vscode.NotebookCell | ParameterChange) => {
    const { changeParameter } = await import('./changeParameter.ts');
    await changeParameter(on, state);
  });
}
