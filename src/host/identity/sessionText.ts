import type { HopState } from '../../core/identity/hopState.ts';
import { sessionState, type SessionState } from '../../core/identity/sessionState.ts';

/** A session in one word, one codicon and a few words. */
export interface SessionText {
  readonly state: SessionState;
  /** Name of a codicon. */
  readonly icon: string;
  readonly text: string;
}

const icons: Readonly<Record<SessionState, string>> = {
  none: 'account',
  signingIn: 'sync~spin',
  ready: 'verified',
  expired: 'history',
  failed: 'error',
};

const texts: Readonly<Record<SessionState, string>> = {
  none: 'not signed in yet',
  signingIn: 'signing in',
  ready: 'ready',
  expired: 'expired, renewed by the next cell',
  failed: 'failed',
};

/** @param now milliseconds since the epoch */
export function sessionText(hops: readonly HopState[], now: number): SessionText {
  const state = sessionState(hops, now);
  const end = state === 'ready' ? sessionEnd(hops) : undefined;
  const failed = state === 'failed' ? hops.find((hop) => hop.state === 'failed')?.error : undefined;
  // A point in time stays true for as long as the text is shown.
  const until = end?.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const more = until ? ` until ${until}` : failed?.awsCode ? `: ${failed.awsCode}` : '';
  return { state, icon: icons[state], text: texts[state] + more };
}

/** When the session that statements run with ends, or ended. */
export function sessionEnd(hops: readonly HopState[]): Date | undefined {
  return hops.find(({ hop }) => hop === 'identityEnhancedSession')?.expires;
}
