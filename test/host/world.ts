import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RequestLogEntry } from '../../src/protocol/requestLog.ts';
import { noticeMimeType, type NoticePayload } from '../../src/protocol/noticePayload.ts';
import { resultMimeType, type ResultPayload } from '../../src/protocol/resultPayload.ts';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';

/** The sandbox beside this VS Code. */
export const ready = JSON.parse(process.env['REDSHIFT_IDENTITY_TEST_READY'] ?? '{}') as SandboxReady;

/** What the sandbox was asked since `after`. */
export async function requestsSince(after: number): Promise<RequestLogEntry[]> {
  const response = await fetch(`${ready.aws.endpoint}/sandbox/requests?after=${after}`);
  return (await response.text())
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RequestLogEntry);
}

/** The sequence of the last request, to ask from there on. */
export async function lastRequest(): Promise<number> {
  return (await requestsSince(0)).at(-1)?.sequence ?? 0;
}

/** Through the browser beside VS Code, which chooses the person of the login hint. */
export async function signIn(login: string): Promise<void> {
  await vscode.commands.executeCommand('redshiftIdentity.signIn', { login });
  const accounts = await vscode.authentication.getAccounts('redshiftIdentity');
  assert.ok(
    accounts.some(({ label }) => label === login),
    `${login} is not signed in`,
  );
}

/** Waits until the browser has been to Okta's sign-out page, which ends the session there. */
export async function signOut(login: string): Promise<void> {
  const from = await lastRequest();
  await vscode.commands.executeCommand('redshiftIdentity.signOut', { login });
  await until(
    async () => (await requestsSince(from)).some(({ operation }) => operation === 'logout'),
    `${login} is signed out at Okta`,
  );
}

export function workspaceFile(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

const written = new Set<string>();

/**
 * Writes a file into the workspace and opens it as a notebook in an editor.
 * @param name one that no test had before: VS Code may still have the notebook of that name, and reads it anew in the
 * middle of a run, which it interrupts
 */
export async function openNotebook(name: string, text: string): Promise<vscode.NotebookDocument> {
  assert.ok(!written.has(name), `${name} was written by a test before`);
  written.add(name);
  const uri = workspaceFile(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

/** Starts a cell without waiting for its end. */
export function startCell(notebook: vscode.NotebookDocument, index: number): void {
  void vscode.commands.executeCommand('notebook.cell.execute', {
    ranges: [{ start: index, end: index + 1 }],
    document: notebook.uri,
  });
}

/** Runs a cell to its end and returns what it shows. */
export async function runCell(notebook: vscode.NotebookDocument, index: number): Promise<CellResult> {
  const before = notebook.cellAt(index).executionSummary?.executionOrder;
  startCell(notebook, index);
  await until(() => {
    const { executionOrder, success, timing } = notebook.cellAt(index).executionSummary ?? {};
    return (
      executionOrder !== undefined &&
      executionOrder !== before &&
      timing !== undefined &&
      success !== undefined
    );
  }, `cell ${index} ends`);
  return resultOf(notebook.cellAt(index));
}

export interface CellResult {
  readonly success: boolean | undefined;
  readonly results: readonly ResultPayload[];
  /** Text of error outputs. */
  readonly errors: readonly string[];
  /** What is said beside results. */
  readonly notices: readonly string[];
}

export function resultOf(cell: vscode.NotebookCell): CellResult {
  const text = new TextDecoder();
  const items = cell.outputs.flatMap((output) => output.items);
  const of = (mime: string) =>
    items.filter((item) => item.mime === mime).map((item) => text.decode(item.data));
  return {
    success: cell.executionSummary?.success,
    results: of(resultMimeType).map((json) => JSON.parse(json) as ResultPayload),
    errors: of('application/vnd.code.notebook.error').map((json) => {
      const { name, message } = JSON.parse(json) as { name: string; message: string };
      return `${name}: ${message}`;
    }),
    notices: of(noticeMimeType).map((json) => (JSON.parse(json) as NoticePayload).text),
  };
}

/** Values of one column of the first result. */
export function columnOf({ results, errors, notices }: CellResult, name: string): (string | null)[] {
  const set = results[0]?.resultSet;
  assert.ok(set, `no result set, but: ${[...errors, ...notices].join('; ')}`);
  const index = set.columns.findIndex((column) => column.name === name);
  return set.rows.map((row) => row[index] ?? null);
}

export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited 30 s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
