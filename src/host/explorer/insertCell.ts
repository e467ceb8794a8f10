import * as vscode from 'vscode';
import { Cancelled } from '../../core/errors.ts';
import { setHeader } from '../../core/notebook/rsqlHeader.ts';
import { activeNotebook, type CompleteTarget, type Targets } from '../target.ts';
import type { Profiles } from '../profiles.ts';

export interface InsertServices {
  readonly profiles: Profiles;
  readonly targets: Targets;
}

/**
 * Puts cells behind the selected one of the notebook in front, where that runs at the target, else into a new
 * notebook whose header names it.
 *
 * @param write gives the text of each cell for the database that the notebook is connected to
 * @param run runs the cells at once
 * @throws Cancelled where cells would run as another account than now and the person does not want that
 */
export async function insertCells(
  { profiles, targets }: InsertServices,
  target: CompleteTarget,
  write: (connected: string) => readonly string[],
  run: boolean,
): Promise<void> {
  const front = activeNotebook();
  const connected = front && runsAt(front, targets, target);
  if (front && connected !== undefined) {
    await insertInto(front, selectionEnd(front), write(connected), run);
    return;
  }
  await runAs(targets, target);
  await insertIntoNew(profiles, target, write(target.warehouse.database), run);
}

/** Where a cell goes that follows what is selected in the notebook in front. */
export function selectionEnd(front: vscode.NotebookDocument): number {
  const editor = vscode.window.activeNotebookEditor;
  return Math.min(editor?.selection.end ?? front.cellCount, front.cellCount);
}

/** Puts cells into a notebook and shows them. @param at index of the first */
export async function insertInto(
  notebook: vscode.NotebookDocument,
  at: number,
  texts: readonly string[],
  run: boolean,
): Promise<void> {
  const cells = cellsOf(texts);
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(at, cells)]);
  await vscode.workspace.applyEdit(edit);
  await show(notebook, at, cells.length, run);
}

/** Puts cells into a new notebook whose header names the place, but no account: a header names none. */
export async function insertIntoNew(
  profiles: Profiles,
  { site, warehouse, profile }: Omit<CompleteTarget, 'account'>,
  texts: readonly string[],
  run: boolean,
): Promise<vscode.NotebookDocument> {
  const data = new vscode.NotebookData(cellsOf(texts));
  data.metadata = setHeader(
    { preamble: '', eol: '\n' },
    {
      // One profile goes without saying, and its name is nobody else's.
      ...(profiles.all.length > 1 ? { profile: profile.name } : {}),
      region: site.region,
      [warehouse.kind]: warehouse.name,
      database: warehouse.database,
    },
  );
  const made = await vscode.workspace.openNotebookDocument('redshiftIdentity.notebook', data);
  await vscode.window.showNotebookDocument(made);
  await show(made, 0, data.cells.length, run);
  return made;
}

/** The database that a notebook is connected to if it runs at the target, else undefined. */
export function runsAt(
  notebook: vscode.NotebookDocument,
  targets: Pick<Targets, 'of'>,
  target: CompleteTarget,
): string | undefined {
  const { problem, profile, account, site, warehouse } = targets.of(notebook);
  const same =
    !problem &&
    // Another profile of the same Okta application may be another AWS account, with workgroups of the same names.
    profile?.name === target.profile.name &&
    account?.id === target.account.id &&
    site?.region === target.site.region &&
    warehouse?.kind === target.warehouse.kind &&
    warehouse.name === target.warehouse.name;
  return same ? warehouse.database : undefined;
}

/**
 * A header names no account, so a new notebook runs as the window's: that one is changed only if the person says so.
 * @throws Cancelled where they do not
 */
export async function runAs(targets: Targets, { profile, account }: CompleteTarget): Promise<void> {
  const { account: now, problem } = targets.of();
  if (now?.id === account.id && !problem) return;
  if (now ?? problem) {
    const yes = `Run as ${account.login}`;
    const before = now ? `Cells run as ${now.login} now. ` : '';
    const question = `${before}Run the cells of this window as ${account.login}?`;
    if ((await vscode.window.showWarningMessage(question, { modal: true }, yes)) !== yes)
      throw new Cancelled();
  }
  await targets.choose({ profile: profile.name, accountId: account.id });
}

function cellsOf(texts: readonly string[]): vscode.NotebookCellData[] {
  return texts.map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'rsql'));
}

async function show(
  notebook: vscode.NotebookDocument,
  start: number,
  count: number,
  run: boolean,
): Promise<void> {
  const range = new vscode.NotebookRange(start, start + count);
  const editor = await vscode.window.showNotebookDocument(notebook, { selections: [range] });
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  if (!run) return;
  // Not awaited: the cell shows its own progress and its own errors.
  void vscode.commands.executeCommand('notebook.cell.execute', {
    ranges: [{ start, end: start + count }],
    document: notebook.uri,
  });
}
