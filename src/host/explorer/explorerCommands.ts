import * as vscode from 'vscode';
import { registerCommand as registerLogged } from '../registerCommand.ts';
import type * as Actions from './explorerActions.ts';
import type { ExplorerNode } from './nodes.ts';

/** What can be done with the nodes of the explorer. */
export function registerExplorerCommands(services: Actions.ActionServices): vscode.Disposable {
  const { tree, view, filter, log } = services;
  const register = (name: string, run: (...parameters: never[]) => unknown) => registerLogged(name, log, run);
  /** On the nodes that are selected, if the one it was called on is among them, else on that one. */
  const registerOnNodes = (
    name: string,
    run: (actions: typeof Actions, nodes: readonly ExplorerNode[]) => unknown,
  ) =>
    register(name, async (node?: ExplorerNode, selected?: readonly ExplorerNode[]) => {
      const nodes = !node ? view.selection : selected?.includes(node) ? selected : [node];
      // Nothing of this is needed before somebody asks for it.
      return run(await import('./explorerActions.ts'), nodes);
    });
  return vscode.Disposable.from(
    register('refreshExplorer', () => {
      tree.levels.forgetAll();
      tree.redraw();
    }),
    register('filterExplorer', () => filter.ask()),
    register('clearExplorerFilter', () => filter.clear()),
    register('findObject', async () => (await import('./explorerActions.ts')).findObject(services)),
    registerOnNodes('refreshNode', (actions, nodes) => actions.refresh(services, nodes)),
    registerOnNodes('loadMore', (actions, nodes) => actions.loadMore(services, nodes)),
    registerOnNodes('useWarehouse', (actions, nodes) => actions.useWarehouse(services, nodes)),
    registerOnNodes('previewTable', (actions, nodes) => actions.previewTable(services, nodes)),
    registerOnNodes('selectIntoNotebook', (actions, nodes) => actions.selectIntoNotebook(services, nodes)),
    registerOnNodes('copyName', (actions, nodes) => actions.copyName(nodes)),
    registerOnNodes('copyDdl', (actions, nodes) => actions.copyDdl(services, nodes)),
    registerOnNodes('showGrants', (actions, nodes) => actions.showGrants(services, nodes)),
    // From the command palette no node is meant, whatever is selected.
    register('whatMayISee', async (node?: ExplorerNode) =>
      (await import('./explorerActions.ts')).whatMayISee(services, node ? [node] : []),
    ),
    registerOnNodes('pin', (actions, nodes) => actions.pin(services, nodes)),
    registerOnNodes('unpin', (actions, nodes) => actions.unpin(services, nodes)),
  );
}
