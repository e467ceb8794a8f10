import type { HopState } from '../../core/identity/hopState.ts';

const minute = 60_000;

/** When a session that somebody is looking at is renewed: shortly before its end, once a lifetime. */
export class KeepAlive {
  #tried: { readonly at: number; readonly expires: number } | undefined;

  /**
   * Whether to renew now; asking counts as an attempt.
   * @param now milliseconds since the epoch
   */
  isDue(hops: readonly HopState[], now: number): boolean {
    const session = hops.find(({ hop }) => hop === 'identityEnhancedSession');
    // A hop that failed no longer tells when it ended.
    const expires = session?.expires?.getTime() ?? this.#tried?.expires;
    if (expires === undefined || hops.some(({ state }) => state === 'running')) return false;
    // Only a person can mend this one.
    if (hops.some(({ error }) => error?.code === 'SignInRequired')) return false;
    const begun = session?.expires && session.since ? session.since.getTime() : expires;
    const lifetime = Math.max(expires - begun, 0);
    if (now < expires - Math.min(5 * minute, lifetime / 3)) return false;
    // An end that did not move was a failure, or a renewal under way; one that moved is a session of its own.
    const pause =
      this.#tried?.expires === expires || lifetime === 0 ? minute : Math.min(minute, lifetime / 3);
    if (this.#tried && now < this.#tried.at + pause) return false;
    this.#tried = { at: now, expires };
    return true;
  }
}
