import * as vscode from 'vscode';
import type { AccountAtSite } from '../accountAtSite.ts';
import type { Sites } from '../sites.ts';
import type { Target, Targets } from '../target.ts';
import { sessionEnd } from './sessionText.ts';

/** Milliseconds: going from one notebook to another passes a moment without any, which nobody should see. */
const settle = 50;
/** Milliseconds that one timer waits at most. */
const longest = 60 * 60_000;

/** Where the next cell of the notebook in front runs, and the account there. */
export interface Active {
  readonly target: Target;
  /** Absent while nobody is signed in, or the header asks for what isn't there. */
  readonly at: AccountAtSite | undefined;
}

/** The account at the site of the notebook in front, as one thing to watch. Watching it calls nobody. */
export class ActiveSite implements vscode.Disposable {
  readonly #targets: Targets;
  readonly #sites: Sites;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when another account or site is in front, its hops changed or its session ended. */
  readonly onDidChange = this.#changed.event;
  readonly #subscription: vscode.Disposable;
  #watched: AccountAtSite | undefined;
  #hops: vscode.Disposable | undefined;
  #settling: NodeJS.Timeout | undefined;
  #ending: NodeJS.Timeout | undefined;

  constructor(targets: Targets, sites: Sites) {
    this.#targets = targets;
    this.#sites = sites;
    this.#subscription = targets.onDidChange(() => this.#settle());
    this.#settle();
  }

  get current(): Active {
    const target = this.#targets.active;
    const { profile, site, account, problem } = target;
    const at = profile && site && account && !problem ? this.#sites.get(profile, site, account) : undefined;
    return { target, at };
  }

  dispose(): void {
    clearTimeout(this.#settling);
    clearTimeout(this.#ending);
    this.#hops?.dispose();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #settle(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      this.#watch();
      this.#changed.fire();
    }, settle);
  }

  #watch(): void {
    const { at } = this.current;
    if (at !== this.#watched) {
      this.#hops?.dispose();
      this.#watched = at;
      this.#hops = at?.onDidChangeHops(() => this.#settle());
    }
    clearTimeout(this.#ending);
    const left = (sessionEnd(at?.hops ?? [])?.getTime() ?? 0) - Date.now();
    // What merely expires makes no event.
    if (left > 0) this.#ending = setTimeout(() => this.#settle(), Math.min(left, longest) + 1);
  }
}
