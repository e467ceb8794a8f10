import * as vscode from 'vscode';
import { registerCommand } from '../registerCommand.ts';
import type { HistoryServices } from './showHistory.ts';

/** The history's commands; nothing of what they show is loaded before somebody asks for it. */
export function registerHistoryCommands(
  services: HistoryServices & { readonly log: vscode.LogOutputChannel },
): vscode.Disposable {
  const { history, log } = services;
  return vscode.Disposable.from(
    registerCommand('showHistory', log, async () => (await import('./showHistory.ts')).showHistory(services)),
    registerCommand('clearHistory', log, async () =>
      (await import('./showHistory.ts')).clearHistory(history),
    ),
  );
}
