import * as vscode from 'vscode';
import { isCancel } from '../../core/errors.ts';
import { hopNames, type HopName } from '../../core/identity/hopName.ts';
import type { HopState } from '../../core/identity/hopState.ts';
import type { Warehouse } from '../../core/identity/profile.ts';
import type { AccountAtSite } from '../accountAtSite.ts';
import { logError } from '../showError.ts';
import type { ActiveSite } from './activeSite.ts';
import { detailItem, hopDescription, hopItem, noteItem } from './identityItems.ts';
import { hopChildren, type HopNode, type IdentityNode, type RedshiftRoles } from './identityNodes.ts';

/** Always the same objects: VS Code redraws a row by the object that it was given for it. */
const hopNodes: readonly HopNode[] = hopNames.map((hop) => ({ kind: 'hop', hop }));

/** How the question for the roles in one warehouse stands; what Redshift answered is the account's at the site. */
interface Asked {
  readonly at: AccountAtSite;
  readonly warehouse: Warehouse;
  readonly asking: boolean;
  readonly error?: unknown;
}

/** The five hops of the account and site in front, with what each found out. Drawing calls nobody. */
export class IdentityTree implements vscode.TreeDataProvider<IdentityNode>, vscode.Disposable {
  readonly #active: ActiveSite;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<IdentityNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #drawn = new Map<HopName, string>();
  #asked: Asked | undefined;

  constructor(active: ActiveSite, log: vscode.LogOutputChannel) {
    this.#active = active;
    this.#log = log;
  }

  getChildren(node?: IdentityNode): IdentityNode[] {
    if (!node) return this.#active.current.at ? [...hopNodes] : [];
    if (node.kind === 'hop') return hopChildren(this.#state(node.hop), this.#roles());
    return node.kind === 'detail' ? [...(node.children ?? [])] : [];
  }

  getTreeItem(node: IdentityNode): vscode.TreeItem {
    if (node.kind === 'note') return noteItem(node);
    if (node.kind === 'detail') return detailItem(node, node.id === 'redshiftUser/roles');
    const state = this.#state(node.hop);
    this.#drawn.set(node.hop, hopDescription(state, Date.now()));
    return hopItem(state, Date.now());
  }

  /** Another account or site, or a hop changed. */
  redraw(): void {
    this.#changed.fire(undefined);
  }

  /** Redraws the hops whose countdown reads differently by now. */
  redrawTimes(): void {
    const now = Date.now();
    for (const node of hopNodes) {
      const drawn = this.#drawn.get(node.hop);
      if (drawn !== undefined && drawn !== hopDescription(this.#state(node.hop), now))
        this.#changed.fire(node);
    }
  }

  /** Asks Redshift for user and roles, unless that was answered. Sends statements: only for a person, or to a warehouse that is awake. */
  async askRoles(): Promise<void> {
    const { at, target } = this.#active.current;
    const { warehouse } = target;
    if (!at || !warehouse || at.knownIdentity(warehouse)) return;
    if (this.#asked?.asking && this.#isAbout(at, warehouse)) return;
    this.#asked = { at, warehouse, asking: true };
    this.redraw();
    let error: unknown;
    try {
      await at.identity(warehouse);
    } catch (thrown) {
      if (!isCancel(thrown)) {
        error = thrown;
        logError(thrown, this.#log);
      }
    }
    // Meanwhile another warehouse may have been asked.
    if (this.#isAbout(at, warehouse)) this.#asked = { at, warehouse, asking: false, error };
    this.redraw();
  }

  /** Whether an earlier question to this warehouse failed: it is repeated by a person only. */
  get rolesFailed(): boolean {
    const { at, target } = this.#active.current;
    return this.#asked?.error !== undefined && this.#isAbout(at, target.warehouse);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #state(hop: HopName): HopState {
    const { at } = this.#active.current;
    return at?.hops.find((state) => state.hop === hop) ?? { hop, state: 'idle', details: [] };
  }

  #roles(): RedshiftRoles {
    const { at, target } = this.#active.current;
    // Not those of the account at the site, which are those of its first use here.
    const groups = target.account?.groups ?? [];
    if (!at || !target.warehouse) return { groups };
    const identity = at.knownIdentity(target.warehouse);
    if (!this.#isAbout(at, target.warehouse)) return { groups, identity };
    const { asking, error } = this.#asked ?? {};
    return { groups, identity, asking: asking === true && !identity, error: identity ? undefined : error };
  }

  #isAbout(at: AccountAtSite | undefined, warehouse: Warehouse | undefined): boolean {
    return (
      this.#asked?.at === at &&
      this.#asked?.warehouse.kind === warehouse?.kind &&
      this.#asked?.warehouse.name === warehouse?.name &&
      this.#asked?.warehouse.database === warehouse?.database
    );
  }
}
