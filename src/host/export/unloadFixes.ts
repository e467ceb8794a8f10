import * as vscode from 'vscode';
import { canUnload } from '../../core/redshift/export/unloadSql.ts';
import type { UnloadArguments } from './exportServices.ts';
import { queryAt } from './unloadCell.ts';

/** A quick fix at each query that gave too much: UNLOAD of it in a new cell. @param tooLarge tells it by the mark's message */
export function registerUnloadFixes(tooLarge: RegExp): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { notebookType: 'redshiftIdentity.notebook', language: 'rsql' },
    {
      provideCodeActions: (document, _range, { diagnostics }) =>
        diagnostics
          .filter(({ message }) => tooLarge.test(message))
          .flatMap((each) => unloadFix(document, each)),
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function unloadFix(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
  const at = document.offsetAt(diagnostic.range.start);
  const query = queryAt(document, at);
  if (!query || !canUnload(query)) return [];
  const title = 'Unload to S3…';
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  const unload: UnloadArguments = { document: document.uri.toString(), at };
  action.command = { command: 'redshiftIdentity.exportResult', title, arguments: [{ unload }] };
  return [action];
}
