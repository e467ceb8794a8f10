import * as vscode from 'vscode';
import type { HopState } from '../../core/identity/hopState.ts';
import type { AccountAtSite } from '../accountAtSite.ts';
import { logError } from '../showError.ts';
import type { Active, ActiveSite } from './activeSite.ts';
import type { IdentityNode } from './identityNodes.ts';
import { IdentityTree } from './identityTree.ts';
import { KeepAlive } from './keepAlive.ts';

const second = 1_000;
/** Milliseconds before an end from which each second counts. */
const closeToEnd = 5 * 60 * second;

/**
 * "Who does Redshift think I am, and why?": the five hops of the account and site in front, with a live countdown.
 * While somebody looks at it, the session is renewed shortly before its end.
 */
export class IdentityView implements vscode.Disposable {
  readonly #active: ActiveSite;
  readonly #log: vscode.LogOutputChannel;
  readonly #tree: IdentityTree;
  readonly #view: vscode.TreeView<IdentityNode>;
  readonly #subscriptions: vscode.Disposable[];
  readonly #keepAlive = new WeakMap<AccountAtSite, KeepAlive>();
  readonly #takenUp = new WeakSet<AccountAtSite>();
  #expandedRedshift = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(active: ActiveSite, log: vscode.LogOutputChannel) {
    this.#active = active;
    this.#log = log;
    this.#tree = new IdentityTree(active, log);
    this.#view = vscode.window.createTreeView('redshiftIdentity.identity', { treeDataProvider: this.#tree });
    this.#subscriptions = [
      this.#tree,
      this.#view,
      active.onDidChange(() => this.#follow()),
      this.#view.onDidChangeVisibility(() => this.#follow()),
      vscode.window.onDidChangeWindowState(() => this.#tick()),
      this.#view.onDidExpandElement(({ element }) => this.#expanded(element)),
      this.#view.onDidCollapseElement(({ element }) => {
        if (isRedshiftHop(element)) this.#expandedRedshift = false;
      }),
    ];
    this.#follow();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #follow(): void {
    const active = this.#active.current;
    const { at } = active;
    this.#view.description = at ? `${at.account.login} · ${at.site.region}` : '';
    this.#view.message = message(active);
    this.#tree.redraw();
    if (!this.#view.visible) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      return;
    }
    if (at && !this.#takenUp.has(at)) {
      this.#takenUp.add(at);
      at.takeUp()
        .then(() => this.#follow())
        .catch((error: unknown) => logError(error, this.#log));
    }
    this.#tick();
  }

  /** Countdown, renewal and roles; only while somebody can see them. */
  #tick(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#view.visible) return;
    this.#tree.redrawTimes();
    const { at, target } = this.#active.current;
    if (!at) return;
    if (vscode.window.state.focused) this.#renew(at);
    const known = target.warehouse && at.knownIdentity(target.warehouse);
    // Asking a warehouse that sleeps would wake it, and cost somebody money.
    if (this.#expandedRedshift && target.warehouse && !known && at.hasAnswered(target.warehouse)) {
      if (!this.#tree.rolesFailed) void this.#tree.askRoles();
    }
    this.#timer = setTimeout(() => this.#tick(), pauseOf(at.hops, Date.now()));
  }

  #renew(at: AccountAtSite): void {
    const keepAlive = this.#keepAlive.get(at) ?? new KeepAlive();
    this.#keepAlive.set(at, keepAlive);
    if (!keepAlive.isDue(at.hops, Date.now())) return;
    // The hop shows a failure; nobody asked for this, so nobody is interrupted.
    at.renew().catch((error: unknown) => logError(error, this.#log));
  }

  #expanded(element: IdentityNode): void {
    if (!isRedshiftHop(element)) return;
    this.#expandedRedshift = true;
    void this.#tree.askRoles();
  }
}

function isRedshiftHop(node: IdentityNode): boolean {
  return node.kind === 'hop' && node.hop === 'redshiftUser';
}

/** Empty for none. */
function message({ target, at }: Active): string {
  if (target.problem) return `${target.problem.message} ${target.problem.remedy ?? ''}`.trim();
  if (!at) return target.profile ? `Nobody is signed in to ${target.profile.name}.` : '';
  return at.hops.every(({ state }) => state === 'idle')
    ? 'Nothing was asked of AWS yet. Run a cell or refresh a hop.'
    : '';
}

/** Milliseconds until a countdown reads differently. */
function pauseOf(hops: readonly HopState[], now: number): number {
  const close = hops.some(({ state, expires }) => {
    const left = (expires?.getTime() ?? 0) - now;
    return state === 'ready' && left > 0 && left <= closeToEnd;
  });
  return close ? second : 15 * second;
}
