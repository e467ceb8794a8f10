import type { HopName } from './hopName.ts';
import type { HopState } from './hopState.ts';

export type SessionState = 'none' | 'signingIn' | 'ready' | 'expired' | 'failed';

/**
 * One word for the five hops of an account at a site, for a status bar and a list of Regions.
 * @param now milliseconds since the epoch: states may be older than the end of what they tell of
 */
export function sessionState(hops: readonly HopState[], now: number): SessionState {
  if (hops.some(({ state }) => state === 'running')) return 'signingIn';
  const find = (name: HopName) => hops.find(({ hop }) => hop === name);
  const session = find('identityEnhancedSession');
  if (session?.state === 'ready' && !isOver(session, now)) {
    // An earlier hop that failed to renew harms nobody yet, but a session for another user must not look ready.
    const user = find('redshiftUser');
    return user?.state === 'failed' && !isOlder(user, session) ? 'failed' : 'ready';
  }
  if (hops.some(({ state }) => state === 'failed')) return 'failed';
  return session?.state === 'ready' || session?.state === 'expired' ? 'expired' : 'none';
}

function isOver({ expires }: HopState, now: number): boolean {
  return expires !== undefined && expires.getTime() <= now;
}

/** Whether what is known of a hop was found out before the other hop was walked. */
function isOlder(hop: HopState, other: HopState): boolean {
  return (hop.since?.getTime() ?? 0) < (other.since?.getTime() ?? 0);
}
