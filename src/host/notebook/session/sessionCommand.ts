import * as vscode from 'vscode';
import { RedshiftIdentityError } from '../../../core/errors.ts';
import { registerCommand } from '../../registerCommand.ts';
import { activeNotebook } from '../../target.ts';
import type { NotebookController } from '../controller.ts';
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
    const confirmed = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Restarting the session' },
      async () => {
        await controller.interrupt(notebook);
        return sessions.end(notebook);
      },
    );
    if (!confirmed) throw notConfirmed();
    vscode.window.setStatusBarMessage(
      '$(check) Session restarted; temporary tables, settings and open transactions are gone',
      5_000,
    );
  });
}

function notConfirmed(): RedshiftIdentityError {
  const keepAlive = vscode.workspace.getConfiguration('redshiftIdentity').get('session.keepAlive', 3600);
  return new RedshiftIdentityError(
    'The next cells run in a new session, but Redshift did not confirm the end of the old one.',
    {
      code: 'SessionNotEnded',
      remedy: `A transaction that was open in it may hold its locks until Redshift closes it, ${keepAlive} seconds after its last statement.`,
    },
  );
}
