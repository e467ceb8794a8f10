import * as vscode from 'vscode';
import { logError } from '../../showError.ts';
import { answerRows } from './answerRows.ts';
import type { Results } from './results.ts';

/** Gives the renderer the rows that it asks for, and lets go of the results of closed notebooks. */
export function registerRowMessaging(results: Results, log: vscode.LogOutputChannel): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging('redshiftIdentity.result');
  const onError = (error: unknown) => logError(error, log);
  return vscode.Disposable.from(
    messaging.onDidReceiveMessage(({ editor, message }) => {
      answerRows(message, results, onError)
        .then((answer) => answer && messaging.postMessage(answer, editor))
        .catch(onError);
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => results.letGoOfAll(notebook)),
  );
}
