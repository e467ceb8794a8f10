import * as vscode from 'vscode';
import { selectStatement } from '../../core/redshift/catalog/selectStatement.ts';
import { changeHeader, headerOf } from '../notebook/notebookHeader.ts';
import type { Profiles } from '../profiles.ts';
import { registerCommand as registerLogged } from '../registerCommand.ts';
import { showReport } from '../report.ts';
import { activeNotebook, type Targets } from '../target.ts';
import { grantsOf, tableAccessOf } from './access.ts';
import type { ExplorerFilter } from './explorerFilterInput.ts';
import type { ExplorerTree } from './explorerTree.ts';
import type { Favourites } from './favourites.ts';
import { pickObject, type ObjectPlace } from './findObject.ts';
import { insertCells } from './insertCell.ts';
import { isLevel, type ColumnNode, type ExplorerNode, type RelationNode } from './nodes.ts';
import { sqlNameOf } from './sqlName.ts';

export interface ExplorerCommandServices {
  readonly tree: ExplorerTree;
  readonly view: vscode.TreeView<ExplorerNode>;
  readonly filter: ExplorerFilter;
  readonly favourites: Favourites;
  readonly profiles: Profiles;
  readonly targets: Targets;
  readonly log: vscode.LogOutputChannel;
}

/** Rows of a preview. */
const previewRows = 100;

/** What can be done with the nodes of the explorer. */
export function registerExplorerCommands(services: ExplorerCommandServices): vscode.Disposable {
  const { tree, view, filter, favourites, targets, log } = services;
  const register = (name: string, run: (...parameters: never[]) => unknown) => registerLogged(name, log, run);
  /** A command of the nodes that are selected, if the one it was called on is among them, else of that one. */
  const onNodes = (name: string, run: (nodes: readonly ExplorerNode[]) => unknown) =>
    register(name, (node?: ExplorerNode, selected?: readonly ExplorerNode[]) => {
      if (!node) return run(view.selection);
      return run(selected?.includes(node) ? selected : [node]);
    });
  const onRelations = (name: string, run: (relations: readonly RelationNode[]) => unknown) =>
    onNodes(name, (nodes) => run(nodes.filter((node) => node.kind === 'relation')));
  return vscode.Disposable.from(
    register('refreshExplorer', () => {
      tree.levels.forgetAll();
      tree.redraw();
    }),
    onNodes('refreshNode', (nodes) => refresh(tree, nodes)),
    register('filterExplorer', () => filter.ask()),
    register('clearExplorerFilter', () => filter.clear()),
    register('findObject', () => findObject(services)),
    onNodes('loadMore', (nodes) => loadMore(tree, nodes)),
    onNodes('useWarehouse', (nodes) => useWarehouse(targets, nodes)),
    onRelations('previewTable', (relations) => preview(services, relations)),
    onNodes('selectIntoNotebook', (nodes) => select(services, nodes)),
    onNodes('copyName', (nodes) => copy(nodes.flatMap((node) => sqlNameOf(node) ?? []).join('\n'))),
    onRelations('copyDdl', (relations) => copyDdl(tree, relations)),
    onNodes('showGrants', (nodes) => showGrants(tree, nodes)),
    register('whatMayISee', (node?: ExplorerNode) => whatMayISee(services, node)),
    onRelations('pin', async (relations) => {
      for (const { target, relation } of relations) await favourites.pin(target, [relation]);
    }),
    onRelations('unpin', async (relations) => {
      for (const { target, relation } of relations) await favourites.unpin(target, [relation]);
    }),
  );
}

function inView<T>(work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId: 'redshiftIdentity.explorer' } }, work);
}

function refresh(tree: ExplorerTree, nodes: readonly ExplorerNode[]): void {
  for (const node of nodes) {
    if (node.kind === 'error') tree.levels.retry(node);
    else if (isLevel(node)) tree.levels.refresh(node);
  }
}

async function loadMore(tree: ExplorerTree, nodes: readonly ExplorerNode[]): Promise<void> {
  for (const node of nodes) if (node.kind === 'more') await inView(() => tree.levels.more(node));
}

/** Cells run there from now on: those of the notebook in front, where its header decides, and those of the window. */
async function useWarehouse(targets: Targets, [node]: readonly ExplorerNode[]): Promise<void> {
  if (node?.kind !== 'warehouse') return;
  const { profile, account, site, warehouse } = node.target;
  const { kind, name, database } = warehouse;
  const notebook = activeNotebook();
  if (notebook && targets.of(notebook).fromHeader) {
    const named = headerOf(notebook).profile === undefined ? {} : { profile: profile.name };
    await changeHeader(notebook, { ...named, region: site.region, [kind]: name, database });
  }
  const where = { region: site.region, warehouse: name, kind, database };
  await targets.choose({ profile: profile.name, accountId: account.id, ...where });
}

async function preview(services: ExplorerCommandServices, relations: readonly RelationNode[]): Promise<void> {
  for (const { target, relation } of relations) {
    const write = (connected: string) => [selectStatement(relation, [], connected, previewRows)];
    await insertCells(services, target, write, true);
  }
}

/** A cell for each table, with the selected columns of it or, where the table itself is selected, all of them. */
async function select(services: ExplorerCommandServices, nodes: readonly ExplorerNode[]): Promise<void> {
  const { levels } = services.tree;
  const wanted = new Map<RelationNode, string[]>();
  for (const { parent, column } of nodes.filter((node): node is ColumnNode => node.kind === 'column')) {
    wanted.set(parent, [...(wanted.get(parent) ?? []), column.name]);
  }
  for (const node of nodes.filter((one): one is RelationNode => one.kind === 'relation')) {
    const { items } = await inView(() => levels.catalog(node.target).columns(node.relation));
    wanted.set(
      node,
      items.map(({ name }) => name),
    );
  }
  for (const [{ target, relation }, columns] of wanted) {
    await insertCells(
      services,
      target,
      (connected) => [selectStatement(relation, columns, connected)],
      false,
    );
  }
}

async function copy(text: string): Promise<void> {
  if (text !== '') await vscode.env.clipboard.writeText(text);
}

async function copyDdl(tree: ExplorerTree, relations: readonly RelationNode[]): Promise<void> {
  const texts = await inView(() =>
    Promise.all(relations.map(({ target, relation }) => tree.levels.catalog(target).ddl(relation))),
  );
  await copy(texts.join('\n\n'));
}

async function showGrants(tree: ExplorerTree, nodes: readonly ExplorerNode[]): Promise<void> {
  for (const node of nodes) {
    if (node.kind !== 'relation' && node.kind !== 'schema' && node.kind !== 'database') continue;
    const { title, markdown } = await inView(() => grantsOf(tree.levels, node));
    await showReport(title, markdown);
  }
}

async function findObject(services: ExplorerCommandServices): Promise<void> {
  const { tree, targets, view, filter } = services;
  const place = await pickObject(tree.levels, targets, { title: 'Find Object' });
  if (!place) return;
  filter.clear();
  const node = await inView(() => tree.find(place.target, place.found));
  await view.reveal(node, { select: true, focus: true });
}

async function whatMayISee(services: ExplorerCommandServices, node?: ExplorerNode): Promise<void> {
  const place = node?.kind === 'relation' ? placeOf(node) : await pickRelation(services);
  if (!place) return;
  const { title, markdown } = await inView(() =>
    tableAccessOf(services.tree.levels, place.target, place.found.relation),
  );
  await showReport(title, markdown);
}

function placeOf({ target, relation }: RelationNode): ObjectPlace {
  return { target, found: { type: 'relation', relation } };
}

function pickRelation({ tree, targets }: ExplorerCommandServices): Promise<ObjectPlace | undefined> {
  return pickObject(tree.levels, targets, { title: 'What May I See?', relationsOnly: true });
}
