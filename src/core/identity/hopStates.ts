import { HopError, type Cancelled } from '../errors.ts';
import type { RedshiftUser } from './identityChain.ts';
import type { HopResult } from './hopContext.ts';
import { hopNames, type HopName } from './hopName.ts';
import type { HopDetail, HopState } from './hopState.ts';

/** The state of each hop of one chain, and who wants to hear of changes. */
export class HopStates {
  readonly #now: () => number;
  readonly #states = new Map<HopName, HopState>(
    hopNames.map((hop) => [hop, { hop, state: 'idle', details: [] }]),
  );
  readonly #listeners = new Set<() => void>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `expired` follows from the clock, so it is worked out here. */
  get all(): readonly HopState[] {
    return [...this.#states.values()].map((state) =>
      state.state === 'ready' && state.expires !== undefined && state.expires.getTime() <= this.#now()
        ? { ...state, state: 'expired' }
        : state,
    );
  }

  onDidChange(listener: () => void): { dispose(): void } {
    // A wrapper, so that the same function may listen twice.
    const entry = () => listener();
    this.#listeners.add(entry);
    return { dispose: () => this.#listeners.delete(entry) };
  }

  /** Runs a hop, showing it as running, then as ready or failed. */
  async run<T>(
    hop: HopName,
    work: () => Promise<HopResult<T>>,
    fails: (error: unknown) => HopError | Cancelled,
  ): Promise<T> {
    const before = this.#states.get(hop);
    this.#set({ hop, state: 'running', since: this.#date(), details: before?.details ?? [] });
    try {
      const { value, expires, details } = await work();
      this.ready(hop, this.#date(), expires, details);
      return value;
    } catch (error) {
      const failure = fails(error);
      if (failure instanceof HopError) this.failed(hop, failure);
      else if (before !== undefined) this.#set(before);
      throw failure;
    }
  }

  ready(hop: HopName, since: Date, expires: Date | undefined, details: readonly HopDetail[]): void {
    this.#set({ hop, state: 'ready', since, ...(expires === undefined ? {} : { expires }), details });
  }

  failed(hop: HopName, error: HopError): void {
    this.#set({
      hop,
      state: 'failed',
      since: this.#date(),
      details: this.#states.get(hop)?.details ?? [],
      error,
    });
  }

  recordUser(user: RedshiftUser): void {
    this.ready('redshiftUser', this.#date(), undefined, [
      { label: 'Redshift user', value: user.name },
      { label: 'Namespace', value: user.namespace },
      ...(user.roles === undefined ? [] : [{ label: 'Roles', value: user.roles.join(', ') }]),
    ]);
  }

  dispose(): void {
    this.#listeners.clear();
  }

  #date(): Date {
    return new Date(this.#now());
  }

  #set(state: HopState): void {
    this.#states.set(state.hop, state);
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch {
        // A view that fails must not end the walk that it watches.
      }
    }
  }
}
