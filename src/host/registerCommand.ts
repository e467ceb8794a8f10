import * as vscode from 'vscode';
import { showError } from './showError.ts';

/** Registers `redshiftIdentity.<name>`. An error of any command is shown in one place. */
export function registerCommand(
  name: string,
  log: vscode.LogOutputChannel,
  run: (...parameters: never[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(`redshiftIdentity.${name}`, async (...parameters: never[]) => {
    try {
      return await run(...parameters);
    } catch (error) {
      // Not awaited: a command has ended when its work has, not when its message was read.
      void showError(error, log);
      return undefined;
    }
  });
}
