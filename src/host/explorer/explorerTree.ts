import * as vscode from 'vscode';
import type { FoundObject } from '../../core/redshift/catalog/contract.ts';
import type { CompleteTarget } from '../target.ts';
import { filterTree, isFiltered, type FilteredTree } from './explorerFilter.ts';
import { Levels, type LevelServices } from './levels.ts';
import { isLevel, nodeId, type ExplorerNode, type RelationNode } from './nodes.ts';
import { isInUse, treeItem, type Drawing } from './treeItems.ts';

/** Accounts, Regions, workgroups and what Redshift shows of them. A level is asked for when somebody opens it. */
export class ExplorerTree implements vscode.TreeDataProvider<ExplorerNode>, Drawing, vscode.Disposable {
  readonly levels: Levels;
  readonly #services: LevelServices;
  readonly #changed = new vscode.EventEmitter<ExplorerNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #filterChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeFilter = this.#filterChanged.event;
  /** Nodes as VS Code has them, by identity. */
  #nodes = new Map<string, ExplorerNode>();
  /** What the person opened and closed in this window, for when it comes back from behind a filter. */
  readonly #open = new Map<string, boolean>();
  /** Whether each workgroup and cluster is drawn as the one in use. */
  readonly #marks = new Map<string, boolean>();
  #filter: FilteredTree | undefined;
  /**
   * Filters that ended. Lines that come back are new ones to VS Code, drawn open or closed as they say: lines that it
   * knew it may close by itself, where it asked for their children while everything was drawn anew.
   */
  #filtersEnded = 0;
  /** Accounts and sites as drawn. */
  #structure: string;
  readonly #subscriptions: vscode.Disposable[];

  constructor(services: LevelServices) {
    this.#services = services;
    this.levels = new Levels(services, (node) => this.redraw(node));
    this.#structure = this.#readStructure();
    this.#subscriptions = [
      services.targets.onDidChange(() => this.#targetsChanged()),
      services.favourites.onDidChange(() => this.redraw()),
    ];
  }

  get active() {
    return this.#services.targets.active;
  }

  get filter(): FilteredTree | undefined {
    return this.#filter;
  }

  async getChildren(node?: ExplorerNode): Promise<ExplorerNode[]> {
    if (!node) this.#nodes = new Map();
    // What is asked for is open; VS Code does not tell where it draws the line anew just as somebody opens it.
    else if (!isFiltered(node) && !this.#open.has(nodeId(node))) this.setOpen(node, true);
    const children = await this.#children(node);
    const byId = new Map(children.map((child) => [nodeId(child), child]));
    for (const [id, child] of byId) this.#nodes.set(id, child);
    return [...byId.values()];
  }

  getTreeItem(node: ExplorerNode): vscode.TreeItem {
    if (node.kind === 'warehouse') this.#marks.set(nodeId(node), isInUse(node, this.active));
    const item = treeItem(node, this);
    if (!isFiltered(node) && this.#filtersEnded > 0) item.id = `${item.id} ${this.#filtersEnded}`;
    return item;
  }

  getParent(node: ExplorerNode): ExplorerNode | undefined {
    return node.parent;
  }

  async resolveTreeItem(item: vscode.TreeItem, node: ExplorerNode): Promise<vscode.TreeItem> {
    const { columnTooltip, relationTooltip } = await import('./tooltips.ts');
    if (node.kind === 'relation') item.tooltip = await relationTooltip(node, this.levels);
    if (node.kind === 'column') item.tooltip = columnTooltip(node);
    return item;
  }

  isPinned({ target, relation }: RelationNode): boolean {
    return this.#services.favourites.has(target, relation);
  }

  isOpen(node: ExplorerNode): boolean {
    if (isFiltered(node)) return node.kind !== 'relation' || this.#filter?.below(node) !== undefined;
    return this.#open.get(nodeId(node)) ?? (node.kind === 'account' || node.kind === 'pinnedGroup');
  }

  /** The person opened or closed it. */
  setOpen(node: ExplorerNode, open: boolean): void {
    // Behind a filter these are not drawn: what VS Code says of them then is its own doing.
    if (!isFiltered(node) && !this.#filter) this.#open.set(nodeId(node), open);
  }

  /** Draws a node and what is open below it anew, or everything. What is fetched stays. */
  redraw(node?: ExplorerNode): void {
    if (node && !isFiltered(node) && !this.#filter) {
      const drawn = this.#nodes.get(nodeId(node));
      if (drawn) this.#changed.fire(drawn);
      return;
    }
    if (this.#filter) this.#filter = filterTree(this.levels, this.#filter.text);
    this.#changed.fire(undefined);
    this.#filterChanged.fire();
  }

  /** Shows what is loaded and has this text in its name; nothing to look for shows everything. */
  setFilter(text: string): void {
    if (text === (this.#filter?.text ?? '')) return;
    this.#filter = text === '' ? undefined : filterTree(this.levels, text);
    if (!this.#filter) this.#filtersEnded += 1;
    this.#changed.fire(undefined);
    this.#filterChanged.fire();
  }

  /**
   * The node of an object, with all above it read.
   * @throws as `findNode`
   */
  async find(target: CompleteTarget, found: FoundObject): Promise<ExplorerNode> {
    this.setFilter('');
    const { findNode } = await import('./findNode.ts');
    return findNode(this.levels, target, found);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
    this.#filterChanged.dispose();
  }

  async #children(node?: ExplorerNode): Promise<readonly ExplorerNode[]> {
    const filter = this.#filter;
    if (!node) return filter ? filter.accounts : this.levels.accounts();
    if (!isLevel(node)) return [];
    const filtered = isFiltered(node) ? filter?.below(node) : undefined;
    if (filtered) return this.levels.page(node, filtered);
    // Only the columns of a table may still be asked for below a filter.
    return isFiltered(node) && node.kind !== 'relation' ? [] : this.levels.children(node);
  }

  #targetsChanged(): void {
    const structure = this.#readStructure();
    if (structure !== this.#structure) {
      this.#structure = structure;
      this.levels.forgetFailures();
      this.#forgetClosedAccounts();
      return this.redraw();
    }
    for (const node of this.#nodes.values()) {
      if (node.kind !== 'warehouse') continue;
      const mark = this.#marks.get(nodeId(node));
      if (mark !== undefined && mark !== isInUse(node, this.active)) this.#changed.fire(node);
    }
  }

  #forgetClosedAccounts(): void {
    const accounts = new Set(this.levels.accounts().map(nodeId));
    for (const id of this.#open.keys()) {
      const path = JSON.parse(id) as readonly string[];
      if (!accounts.has(JSON.stringify(path.slice(0, 2)))) this.#open.delete(id);
    }
  }

  #readStructure(): string {
    return JSON.stringify(
      this.levels.accounts().map(({ profile, account: { id, login, name, groups } }) => ({
        profile,
        account: { id, login, name, groups },
      })),
    );
  }
}
