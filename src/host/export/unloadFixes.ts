import * as vscode from 'vscode';
import { canUnload, unloadSql } from '../../core/redshift/export/unloadSql.ts';
import { readSql } from '../../core/redshift/sql/sqlText.ts';

/** Where the person has a bucket of their own to write. */
const somewhere = 's3://bucket/prefix/';

/** A quick fix at each query that gave too much: UNLOAD of it in a new cell. Runs nothing. @param tooLarge tells it by the mark's message */
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
  const cell = cellOf(document);
  const at = document.offsetAt(diagnostic.range.start);
  const query = readSql(document.getText()).statements.find(({ start, end }) => start <= at && at <= end);
  if (!cell || !query || !canUnload(query)) return [];
  const action = new vscode.CodeAction('Unload to S3 in a new cell', vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.edit = new vscode.WorkspaceEdit();
  const text = unloadSql(query, somewhere);
  const added = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'rsql');
  action.edit.set(cell.notebook.uri, [vscode.NotebookEdit.insertCells(cell.index + 1, [added])]);
  return [action];
}

function cellOf(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  return vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find((cell) => cell.document === document);
}
