import * as vscode from 'vscode';
import type { ExplorerTree } from './explorerTree.ts';

/** Milliseconds without a change of the text, before the tree is drawn anew. */
const pause = 80;

/** Asks for the text that the tree is filtered by, and says in the view what it left. */
export class ExplorerFilter implements vscode.Disposable {
  readonly #tree: ExplorerTree;
  readonly #view: Pick<vscode.TreeView<unknown>, 'message'>;
  readonly #subscription: vscode.Disposable;

  constructor(tree: ExplorerTree, view: Pick<vscode.TreeView<unknown>, 'message'>) {
    this.#tree = tree;
    this.#view = view;
    this.#subscription = tree.onDidChangeFilter(() => this.#say());
    this.#say();
  }

  /** The tree follows the text as it is typed; Enter keeps the filter, Escape brings the one before back. */
  ask(): void {
    const before = this.#tree.filter?.text ?? '';
    const input = vscode.window.createInputBox();
    input.title = 'Filter Explorer';
    input.placeholder = 'Part of the name of a table, view or column';
    input.prompt = 'Filters what is loaded. Find Object searches Redshift’s catalogue.';
    input.value = before;
    let accepted = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    input.onDidChangeValue((text) => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#tree.setFilter(text.trim()), pause);
    });
    input.onDidAccept(() => {
      accepted = true;
      input.hide();
    });
    input.onDidHide(() => {
      clearTimeout(timer);
      this.#tree.setFilter(accepted ? input.value.trim() : before);
      input.dispose();
    });
    input.show();
  }

  clear(): void {
    this.#tree.setFilter('');
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #say(): void {
    const { filter } = this.#tree;
    void vscode.commands.executeCommand('setContext', 'redshiftIdentity.explorerFiltered', !!filter);
    const count = (number: number) => number.toLocaleString('en');
    // `undefined` takes a message away, and is not in the type.
    this.#view.message = filter
      ? `Filter “${filter.text}”: ${count(filter.found)} of ${count(filter.total)} loaded objects`
      : '';
  }
}
