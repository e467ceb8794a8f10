import * as vscode from 'vscode';
import { logError } from '../showError.ts';
import { namesOut } from './dragAndDrop.ts';
import { registerExplorerCommands } from './explorerCommands.ts';
import { ExplorerFilter } from './explorerFilterInput.ts';
import { ExplorerTree } from './explorerTree.ts';
import { Favourites } from './favourites.ts';
import type { LevelServices } from './levels.ts';

/** What the extension gives the explorer. */
export interface ExplorerServices extends Omit<LevelServices, 'favourites' | 'report'> {
  readonly context: Pick<vscode.ExtensionContext, 'globalState'>;
  readonly log: vscode.LogOutputChannel;
}

/** The view of Regions, workgroups and what Redshift shows of them, with its commands. */
export class Explorer implements vscode.Disposable {
  readonly #parts: vscode.Disposable;

  constructor({ context, profiles, targets, sites, log }: ExplorerServices) {
    const favourites = new Favourites(context.globalState);
    const report = (error: unknown) => logError(error, log);
    const tree = new ExplorerTree({ profiles, targets, sites, favourites, report });
    const view = vscode.window.createTreeView('redshiftIdentity.explorer', {
      treeDataProvider: tree,
      canSelectMany: true,
      showCollapseAll: true,
      dragAndDropController: namesOut,
    });
    const filter = new ExplorerFilter(tree, view);
    this.#parts = vscode.Disposable.from(
      view,
      // VS Code forgets what was open of nodes that a filter hides.
      view.onDidExpandElement(({ element }) => tree.setOpen(element, true)),
      view.onDidCollapseElement(({ element }) => tree.setOpen(element, false)),
      filter,
      tree,
      favourites,
      registerExplorerCommands({ tree, view, filter, favourites, profiles, targets, log }),
    );
  }

  dispose(): void {
    this.#parts.dispose();
  }
}
