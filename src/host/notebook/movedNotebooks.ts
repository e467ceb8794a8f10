import * as vscode from 'vscode';

/** A notebook that goes on under another name, as another document. */
export interface NotebookMove {
  readonly from: vscode.Uri;
  readonly to: vscode.Uri;
  /** The document that was closed for it; of a renamed file there may be none. */
  readonly closed?: vscode.NotebookDocument;
}

/** Milliseconds from the opening of a document to its first save, where it takes an untitled one's place. */
const takesPlaceWithin = 5_000;

/**
 * Tells of notebooks that are saved for the first time, and of files that are renamed: VS Code opens another document
 * for them and closes the first. Made before all that look at closed notebooks, and so told before them.
 */
export class MovedNotebooks implements vscode.Disposable {
  readonly #moved = new vscode.EventEmitter<NotebookMove>();
  readonly onDidMove = this.#moved.event;
  readonly #openedAt = new WeakMap<vscode.NotebookDocument, number>();
  /** Of untitled notebooks: the document that they are being saved as. */
  readonly #successors = new WeakMap<vscode.NotebookDocument, vscode.NotebookDocument>();
  readonly #subscription = vscode.Disposable.from(
    this.#moved,
    vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#openedAt.set(notebook, Date.now())),
    vscode.workspace.onWillSaveNotebookDocument(({ notebook }) => this.#willSave(notebook)),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#closed(notebook)),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) this.#renamed(oldUri, newUri);
    }),
  );

  dispose(): void {
    this.#subscription.dispose();
  }

  #willSave(notebook: vscode.NotebookDocument): void {
    const openedAt = this.#openedAt.get(notebook);
    if (notebook.isUntitled || openedAt === undefined || Date.now() - openedAt > takesPlaceWithin) return;
    // Of several that are alike, it is the one that is closed next.
    for (const other of vscode.workspace.notebookDocuments) {
      if (isCopy(other, notebook)) this.#successors.set(other, notebook);
    }
  }

  #closed(notebook: vscode.NotebookDocument): void {
    const successor = this.#successors.get(notebook);
    // It takes the place of one alone.
    if (!successor || successor.isClosed || !this.#openedAt.delete(successor)) return;
    this.#moved.fire({ from: notebook.uri, to: successor.uri, closed: notebook });
  }

  /** Also of the files of a renamed folder that are open. */
  #renamed(from: vscode.Uri, to: vscode.Uri): void {
    for (const { uri, notebookType } of vscode.workspace.notebookDocuments) {
      if (notebookType !== 'redshiftIdentity.notebook' || uri.scheme !== from.scheme) continue;
      if (uri.path !== from.path && !uri.path.startsWith(`${from.path}/`)) continue;
      this.#moved.fire({ from: uri, to: uri.with({ path: to.path + uri.path.slice(from.path.length) }) });
    }
  }
}

function isCopy(untitled: vscode.NotebookDocument, saved: vscode.NotebookDocument): boolean {
  return (
    untitled.isUntitled &&
    untitled.notebookType === saved.notebookType &&
    saved.notebookType === 'redshiftIdentity.notebook' &&
    textOf(untitled) === textOf(saved)
  );
}

function textOf(notebook: vscode.NotebookDocument): string {
  return JSON.stringify(notebook.getCells().map(({ kind, document }) => [kind, document.getText()]));
}
