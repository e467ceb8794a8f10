import * as vscode from 'vscode';
import { canUnload, unloadSql } from '../../core/redshift/export/unloadSql.ts';
import { readSql, type SqlStatement } from '../../core/redshift/sql/sqlText.ts';
import { insertInto } from '../explorer/insertCell.ts';
import type { UnloadArguments } from './exportServices.ts';
import type { KeptResult } from '../notebook/results/keptResult.ts';

/** Whether the cell still has a query that gave the result, or may have. */
export function canUnloadResult({ cell }: Pick<KeptResult, 'cell'>): boolean {
  return queriesOf(cell).length > 0;
}

/** Writes UNLOAD of the query of a result into a new cell. */
export async function unloadResult({ cell }: Pick<KeptResult, 'cell'>): Promise<void> {
  const queries = queriesOf(cell);
  const [first] = queries;
  const query = queries.length === 1 ? first : await pickQuery(queries);
  if (query) await unloadQuery(cell, query);
}

/** Writes UNLOAD of the query at a place in a cell, if there is one still. */
export async function unloadAt({ document, at, to }: UnloadArguments): Promise<void> {
  const cell = vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find((each) => each.document.uri.toString() === document);
  const query = cell && queryAt(cell.document, at);
  if (query) await unloadQuery(cell, query, to);
}

/** The statement at an offset. */
export function queryAt(document: vscode.TextDocument, at: number): SqlStatement | undefined {
  return readSql(document.getText()).statements.find(({ start, end }) => start <= at && at <= end);
}

/** Asks for a prefix, and puts a cell with UNLOAD behind the cell. Runs nothing. */
export async function unloadQuery(
  cell: vscode.NotebookCell,
  query: SqlStatement,
  given?: string,
): Promise<void> {
  const to = given ?? (await askPrefix());
  if (to === undefined) return;
  await insertInto(cell.notebook, cell.index + 1, [unloadSql(query, to.trim())], false);
}

async function askPrefix(): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Unload to S3',
    prompt: 'Where Redshift writes the files. The cell is not run.',
    value: 's3://',
    placeHolder: 's3://bucket/prefix/',
    validateInput: (text) =>
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/\S*$/.test(text.trim())
        ? undefined
        : 'Write a bucket and a prefix: s3://bucket/prefix/',
  });
}

function queriesOf(cell: vscode.NotebookCell): SqlStatement[] {
  return readSql(cell.document.getText()).statements.filter(canUnload);
}

async function pickQuery(queries: readonly SqlStatement[]): Promise<SqlStatement | undefined> {
  const items = queries.map((query) => ({
    label: query.text.replace(/\s+/g, ' ').slice(0, 100),
    description: `line ${query.startLine + 1}`,
    query,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Unload to S3: which query?' }))?.query;
}
