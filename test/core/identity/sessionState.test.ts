import assert from 'node:assert/strict';
import { hopNames, type HopName } from '../../../src/core/identity/hopName.ts';
import type { HopState } from '../../../src/core/identity/hopState.ts';
import { sessionState, type SessionState } from '../../../src/core/identity/sessionState.ts';

const now = Date.UTC(2030, 0, 1);
const at = (minutes: number) => new Date(now + minutes * 60_000);
const later = { expires: at(30), since: at(-30) };
const past = { expires: at(-1), since: at(-61) };

type Some = Readonly<Partial<Record<HopName, Partial<HopState>>>>;

const rows: readonly [label: string, hops: Some, state: SessionState][] = [
  ['nothing was asked yet', {}, 'none'],
  ['the first walk', { okta: { state: 'running' } }, 'signingIn'],
  [
    'a renewal',
    { okta: { state: 'running' }, identityEnhancedSession: { state: 'ready', ...later } },
    'signingIn',
  ],
  ['a session', { identityEnhancedSession: { state: 'ready', ...later } }, 'ready'],
  ['a session without an end', { identityEnhancedSession: { state: 'ready' } }, 'ready'],
  ['a session that ended', { identityEnhancedSession: { state: 'expired', ...past } }, 'expired'],
  ['a session that ended since', { identityEnhancedSession: { state: 'ready', ...past } }, 'expired'],
  [
    'an early renewal that failed leaves the session',
    { okta: { state: 'failed', since: at(-1) }, identityEnhancedSession: { state: 'ready', ...later } },
    'ready',
  ],
  [
    'a renewal that failed',
    { okta: { state: 'failed', since: at(-1) }, identityEnhancedSession: { state: 'expired', ...past } },
    'failed',
  ],
  ['a sign-in that failed', { okta: { state: 'ready' }, bridgeRole: { state: 'failed' } }, 'failed'],
  [
    'the session is for another user',
    {
      identityEnhancedSession: { state: 'ready', ...later },
      redshiftUser: { state: 'failed', since: at(-29) },
    },
    'failed',
  ],
  [
    'the session before this one was for another user',
    {
      identityEnhancedSession: { state: 'ready', ...later },
      redshiftUser: { state: 'failed', since: at(-31) },
    },
    'ready',
  ],
  [
    'hops before the session are ready, but it was never made',
    { okta: { state: 'ready' }, bridgeRole: { state: 'ready' } },
    'none',
  ],
];

describe('sessionState', () => {
  for (const [label, some, state] of rows) {
    it(label, () => {
      const hops = hopNames.map((hop): HopState => ({ hop, state: 'idle', details: [], ...some[hop] }));
      assert.equal(sessionState(hops, now), state);
    });
  }
});
