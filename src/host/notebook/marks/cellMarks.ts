import * as vscode from 'vscode';
import { errorRange } from '../../../core/redshift/sql/errorRange.ts';
import type { SqlRange } from '../../../core/redshift/sql/openStatement.ts';
import { readSql, type SqlStatement } from '../../../core/redshift/sql/sqlText.ts';
import { rangeOf, SqlTextError } from '../../../core/redshift/sql/sqlTextError.ts';
import { StatementError } from '../../../core/redshift/statements/statementError.ts';

interface Mark {
  /** What is marked, in UTF-16 units of the cell's text. */
  readonly range: SqlRange;
  /** An edit here takes the mark away: the statement it is about, where there is one. */
  readonly about: SqlRange;
  readonly message: string;
  readonly code: string | undefined;
}

/** Diagnostics in cells. They move with the text, and go when what they are about is edited. */
export class CellMarks implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('redshiftIdentity');
  readonly #marks = new Map<vscode.TextDocument, readonly Mark[]>();
  readonly #subscriptions = [
    this.#collection,
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const marks = this.#marks.get(document);
      if (marks && contentChanges.length > 0) this.#set(document, moved(marks, contentChanges));
    }),
    // A cell that goes away closes its document too.
    vscode.workspace.onDidCloseTextDocument((document) => this.#set(document, [])),
    vscode.languages.registerCodeActionsProvider(
      { notebookType: 'redshiftIdentity.notebook', language: 'rsql' },
      { provideCodeActions: (document, _range, { diagnostics }) => valueFixes(document, diagnostics) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  ];

  clear(cell: vscode.NotebookCell): void {
    this.#set(cell.document, []);
  }

  show({ document }: vscode.NotebookCell, statement: SqlStatement | undefined, error: unknown): void {
    const mark = markOf(document, statement, error);
    if (!mark || document.isClosed) return;
    const marks = this.#marks.get(document) ?? [];
    // Several Regions say the same.
    const isSame = ({ range, message }: Mark) => message === mark.message && range.start === mark.range.start;
    if (!marks.some(isSame)) this.#set(document, [...marks, mark]);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #set(document: vscode.TextDocument, marks: readonly Mark[]): void {
    if (marks.length === 0) {
      if (this.#marks.delete(document)) this.#collection.delete(document.uri);
      return;
    }
    this.#marks.set(document, marks);
    this.#collection.set(
      document.uri,
      marks.map((mark) => diagnosticOf(document, mark)),
    );
  }
}

function markOf(
  document: vscode.TextDocument,
  statement: SqlStatement | undefined,
  error: unknown,
): Mark | undefined {
  const range = rangeOf(error);
  if (range && error instanceof Error) {
    const remedy = error instanceof SqlTextError ? error.remedy : undefined;
    const code = error instanceof SqlTextError ? error.code : missing;
    return { range, about: range, message: remedy ? `${error.message} ${remedy}` : error.message, code };
  }
  if (!statement || !(error instanceof StatementError) || error.code !== 'StatementFailed') return undefined;
  // While it ran, the text may have become another.
  if (document.getText().slice(statement.start, statement.end) !== statement.text) return undefined;
  const message = error.message.replace(/^ERROR:\s*/, '').replace(/\n\s*Position: \d+$/, '');
  return { range: errorRange(statement, error), about: statement, message, code: undefined };
}

function diagnosticOf(document: vscode.TextDocument, { range, message, code }: Mark): vscode.Diagnostic {
  const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
  const diagnostic = new vscode.Diagnostic(place, message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = code === undefined ? 'Redshift' : 'Redshift Identity';
  if (code !== undefined) diagnostic.code = code;
  return diagnostic;
}

function moved(
  marks: readonly Mark[],
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): readonly Mark[] {
  return changes.reduce<readonly Mark[]>(
    (left, { rangeOffset, rangeLength, text }) =>
      left.flatMap((mark) => {
        const { start, end } = mark.about;
        if (rangeOffset > end) return [mark];
        // A change that ends where it begins leaves it whole; one within, or at its end, is about it.
        if (rangeOffset + rangeLength > start) return [];
        const by = text.length - rangeLength;
        const move = (range: SqlRange): SqlRange => ({ start: range.start + by, end: range.end + by });
        return [{ ...mark, range: move(mark.range), about: move(mark.about) }];
      }),
    marks,
  );
}

const missing = 'MissingParameter';

/** What can be written in the place of a parameter that has no value, or an empty one. */
function valueFixes(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    if (diagnostic.code !== missing && diagnostic.code !== 'EmptyParameter') return [];
    const name = document.getText(diagnostic.range).slice(1);
    const uses = readSql(document.getText()).parameterUses.filter((use) => use.name === name);
    return ['NULL', "''"].map((value) => {
      const action = new vscode.CodeAction(
        `Write ${value} in the place of :${name}`,
        vscode.CodeActionKind.QuickFix,
      );
      action.diagnostics = [diagnostic];
      action.edit = new vscode.WorkspaceEdit();
      for (const { start, end } of uses) {
        const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
        action.edit.replace(document.uri, range, value);
      }
      return action;
    });
  });
}
