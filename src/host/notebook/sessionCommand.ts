import * as vscode from 'vscode';
import { registerCommand } from '../registerCommand.ts';
import { activeNotebook } from '../target.ts';
import type { NotebookController } from './controller.ts';
import type { NotebookSessions } from './notebookSessions.ts';

/** Registers *Restart Session*: ends what runs in the notebook in front, and its Data API sessions. */
export function registerSessionCommand({
  controller,
  sessions,
  log,
}: {
  readonly controller: NotebookController;
  readonly sessions: NotebookSessions;
  readonly log: vscode.LogOutputChannel;
}): vscode.Disposable {
  return registerCommand('restartSession', log, async () => {
    const notebook = activeNotebook();
    if (!notebook) return;
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Restarting the session' },
      async () => {
        await controller.interrupt(notebook);
        await sessions.end(notebook);
      },
    );
    vscode.window.setStatusBarMessage(
      '$(check) Session restarted; temporary tables, settings and open transactions are gone',
      5_000,
    );
  });
}
