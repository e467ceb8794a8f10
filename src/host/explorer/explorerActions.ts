import * as vscode from 'vscode';
import { selectStatement } from '../../core/redshift/catalog/selectStatement.ts';
import { changeHeader, headerOf } from '../notebook/notebookHeader.ts';
import type { Profiles } from '../profiles.ts';
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

/** What the actions work on. */
export interface ActionServices {
  readonly tree: ExplorerTree;
  readonly view: vscode.TreeView<ExplorerNode>;
  readonly filter: ExplorerFilter;
  readonly favourites: Favourites;
  readonly profiles: Profiles;
  readonly targets: Targets;
  readonly log: vscode.LogOutputChannel;
}

type Nodes = readonly ExplorerNode[];

/** Rows of a preview. */
const previewRows = 100;

/** Reads levels anew; an error stands for the level that failed. */
export function refresh({ tree }: ActionServices, nodes: Nodes): void {
  for (const node of nodes) {
    if (node.kind === 'error') tree.levels.retry(node);
    else if (isLevel(node)) tree.levels.refresh(node);
  }
}

export async function loadMore({ tree }: ActionServices, nodes: Nodes): Promise<void> {
  for (const node of nodes) if (node.kind === 'more') await inView(() => tree.levels.more(node));
}

/** Cells run there from now on: those of the notebook in front, where its header decides, and those of the window. */
export async function useWarehouse({ targets }: ActionServices, [node]: Nodes): Promise<void> {
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

/** Runs the first rows of each table in a cell. */
export async function previewTable(services: ActionServices, nodes: Nodes): Promise<void> {
  for (const { target, relation } of relationsOf(nodes)) {
    const write = (connected: string) => [selectStatement(relation, [], connected, previewRows)];
    await insertCells(services, target, write, true);
  }
}

/** A cell for each table, with the selected columns of it or, where the table itself is selected, all of them. */
export async function selectIntoNotebook(services: ActionServices, nodes: Nodes): Promise<void> {
  const { levels } = services.tree;
  const wanted = new Map<RelationNode, readonly string[]>();
  for (const { parent, column } of nodes.filter((node): node is ColumnNode => node.kind === 'column')) {
    wanted.set(parent, [...(wanted.get(parent) ?? []), column.name]);
  }
  for (const node of relationsOf(nodes)) {
    const { items } = await inView(() => levels.catalog(node.target).columns(node.relation));
    const names = items.map(({ name }) => name);
    wanted.set(node, names);
  }
  for (const [{ target, relation }, columns] of wanted) {
    const write = (connected: string) => [selectStatement(relation, columns, connected)];
    await insertCells(services, target, write, false);
  }
}

/** Names as a statement has them, one a line. */
export async function copyName(nodes: Nodes): Promise<void> {
  await copy(nodes.flatMap((node) => sqlNameOf(node) ?? []).join('\n'));
}

/** Redshift's own SHOW TABLE or SHOW VIEW of each. */
export async function copyDdl({ tree }: ActionServices, nodes: Nodes): Promise<void> {
  const texts = await inView(() =>
    Promise.all(relationsOf(nodes).map(({ target, relation }) => tree.levels.catalog(target).ddl(relation))),
  );
  await copy(texts.join('\n\n'));
}

/** A report for each table, schema or database. */
export async function showGrants({ tree }: ActionServices, nodes: Nodes): Promise<void> {
  for (const node of nodes) {
    if (node.kind !== 'relation' && node.kind !== 'schema' && node.kind !== 'database') continue;
    const { title, markdown } = await inView(() => grantsOf(tree.levels, node));
    await showReport(title, markdown);
  }
}

/** Shows the object that the person picks in the tree. */
export async function findObject({ tree, targets, view }: ActionServices): Promise<void> {
  const place = await pickObject(tree.levels, targets, { title: 'Find Object' });
  if (!place) return;
  const node = await inView(() => tree.find(place.target, place.found));
  await view.reveal(node, { select: true, focus: true });
}

/** Of the table that it was called on, else of one that the person picks. */
export async function whatMayISee({ tree, targets }: ActionServices, nodes: Nodes): Promise<void> {
  const [first] = relationsOf(nodes);
  const place: ObjectPlace | undefined = first
    ? { target: first.target, found: { type: 'relation', relation: first.relation } }
    : await pickObject(tree.levels, targets, { title: 'What May I See?', relationsOnly: true });
  if (!place) return;
  const { title, markdown } = await inView(() =>
    tableAccessOf(tree.levels, place.target, place.found.relation),
  );
  await showReport(title, markdown);
}

export async function pin({ favourites }: ActionServices, nodes: Nodes): Promise<void> {
  for (const { target, relation } of relationsOf(nodes)) await favourites.pin(target, relation);
}

export async function unpin({ favourites }: ActionServices, nodes: Nodes): Promise<void> {
  for (const { target, relation } of relationsOf(nodes)) await favourites.unpin(target, relation);
}

function relationsOf(nodes: Nodes): readonly RelationNode[] {
  return nodes.filter((node) => node.kind === 'relation');
}

function inView<T>(work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId: 'redshiftIdentity.explorer' } }, work);
}

async function copy(text: string): Promise<void> {
  if (text !== '') await vscode.env.clipboard.writeText(text);
}
