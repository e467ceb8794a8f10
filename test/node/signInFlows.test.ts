import assert from 'node:assert/strict';
import type { SignInFlow } from '../../src/host/auth/signInFlow.ts';
import { flowsFor, signInFlows } from '../../src/host/auth/signInFlows.ts';

describe('sign-in flows', () => {
  const anywhere: SignInFlow = { ...signInFlows[0]!, id: 'anywhere', supports: () => true };
  const cases = [
    {
      label: 'browser reaches our loopback',
      target: { loopbackReachable: true },
      expected: ['loopback', 'anywhere'],
    },
    { label: 'browser on another computer', target: { loopbackReachable: false }, expected: ['anywhere'] },
  ];
  for (const { label, target, expected } of cases) {
    it(label, () => {
      assert.deepEqual(
        flowsFor(target, [...signInFlows, anywhere]).map(({ id }) => id),
        expected,
      );
    });
  }
});
