import assert from 'node:assert/strict';
import type { StoredSession } from '../../../src/core/identity/identityChain.ts';
import { AwsServer } from './awsServer.ts';
import { account, chainAt, MemoryStore, siteAt, tokenMarker, until } from './chainUnderTest.ts';

const minute = 60_000;

describe('a session shared by several windows', () => {
  let aws: AwsServer;
  let store: MemoryStore;
  beforeEach(async () => {
    aws = await AwsServer.start();
    store = new MemoryStore();
  });
  afterEach(() => aws.stop());

  const exchanges = () => aws.operations.filter((name) => name === 'CreateTokenWithIAM').length;
  const stored = (): StoredSession => store.session ?? assert.fail('Nothing is stored.');

  it('is made by one walk when both ask at once', async () => {
    const [first, second] = await Promise.all([
      chainAt(aws, { store }).chain.credentials(),
      chainAt(aws, { store }).chain.credentials(),
    ]);
    assert.deepEqual(second, first);
    assert.equal(exchanges(), 1);
  });

  it('serves a window opened later without any call, and shows it the hops', async () => {
    const { chain: before } = chainAt(aws, { store });
    await before.credentials();
    before.recordRedshiftUser({ name: 'awsidc:ming@example.com', namespace: 'awsidc', login: account.login });
    await before.refresh('identityEnhancedSession');
    before.dispose();
    const { chain: after } = chainAt(aws, { store });
    const calls = aws.calls.length;
    assert.equal((await after.credentials()).accessKeyId, 'ASIADATA2');
    assert.deepEqual(
      { calls: aws.calls.length, hops: after.hops.map(({ hop, state }) => [hop, state]) },
      {
        calls,
        hops: [
          ['okta', 'ready'],
          ['bridgeRole', 'ready'],
          ['identityCenter', 'ready'],
          ['identityEnhancedSession', 'ready'],
          ['redshiftUser', 'idle'],
        ],
      },
    );
  });

  it('is taken up without a call, so that a window shows the hops before anything ran', async () => {
    await chainAt(aws, { store }).chain.credentials();
    const { chain } = chainAt(aws, { store });
    const calls = aws.calls.length;
    await chain.takeUp();
    const shown = chain.hops.map(({ state }) => state);
    assert.deepEqual(
      [shown, (await chain.credentials()).accessKeyId, aws.calls.length],
      [['ready', 'ready', 'ready', 'ready', 'idle'], 'ASIADATA1', calls],
    );
  });

  it('that has ended is not taken up', async () => {
    await chainAt(aws, { store }).chain.credentials();
    aws.now += 60 * minute;
    const { chain } = chainAt(aws, { store });
    await chain.takeUp();
    assert.deepEqual(
      chain.hops.map(({ state }) => state),
      ['idle', 'idle', 'idle', 'idle', 'idle'],
    );
  });

  it('needs one more assumption of the bridge role for calls that need that one', async () => {
    await chainAt(aws, { store }).chain.credentials();
    const { chain } = chainAt(aws, { store });
    const calls = aws.calls.length;
    const [one, other] = await Promise.all([chain.bridgeCredentials(), chain.bridgeCredentials()]);
    assert.deepEqual(
      [one.accessKeyId, other.accessKeyId, aws.operations.slice(calls)],
      ['ASIABRIDGE2', 'ASIABRIDGE2', ['AssumeRoleWithWebIdentity']],
    );
  });

  it('is renewed by one window, and taken over by the other', async () => {
    const { chain: one } = chainAt(aws, { store });
    const { chain: other } = chainAt(aws, { store });
    await one.credentials();
    await other.credentials();
    aws.now += 56 * minute;
    await Promise.all([one.credentials(), other.credentials()]);
    await until(() => stored().credentials.accessKeyId === 'ASIADATA2');
    const ready = async () => [
      (await one.credentials()).accessKeyId,
      (await other.credentials()).accessKeyId,
    ];
    let keys = await ready();
    while (keys.includes('ASIADATA1')) {
      await new Promise((resolve) => setImmediate(resolve));
      keys = await ready();
    }
    assert.deepEqual([keys, exchanges()], [['ASIADATA2', 'ASIADATA2'], 2]);
  });

  it('with little time left is handed out while a renewal begins', async () => {
    await chainAt(aws, { store }).chain.credentials();
    aws.now += 57 * minute;
    const { chain } = chainAt(aws, { store });
    assert.equal((await chain.credentials()).accessKeyId, 'ASIADATA1');
    await chain.credentials();
    await until(() => stored().credentials.accessKeyId === 'ASIADATA2');
  });

  it('that ran out is replaced', async () => {
    await chainAt(aws, { store }).chain.credentials();
    aws.now += 60 * minute;
    assert.equal((await chainAt(aws, { store }).chain.credentials()).accessKeyId, 'ASIADATA2');
  });

  it('is walked anew by refresh, once for two windows that ask one after the other in the queue', async () => {
    const { chain: one } = chainAt(aws, { store });
    const { chain: other } = chainAt(aws, { store });
    await one.credentials();
    const first = one.refresh();
    const second = other.refresh();
    // The clock goes on while the first walks.
    aws.now += 1000;
    assert.deepEqual([(await first).accessKeyId, (await second).accessKeyId], ['ASIADATA2', 'ASIADATA2']);
    assert.equal(exchanges(), 2);
  });

  const others: readonly [label: string, change: (session: StoredSession) => unknown][] = [
    ['another person', (session) => ({ ...session, subject: '00u1ethan' })],
    ['another issuer', (session) => ({ ...session, issuer: 'https://other.okta.com' })],
    ['another Region', (session) => ({ ...session, region: 'us-east-1' })],
    ['another application', (session) => ({ ...session, applicationArn: 'x' })],
    ['another role', (session) => ({ ...session, dataRoleArn: 'x' })],
    ['another version', (session) => ({ ...session, version: 2 })],
    [
      'no known end',
      (session) => ({ ...session, credentials: { ...session.credentials, expiration: 'soon' } }),
    ],
    ['no credentials', (session) => ({ ...session, credentials: undefined })],
    [
      'no session token',
      (session) => ({ ...session, credentials: { ...session.credentials, sessionToken: '' } }),
    ],
    ['no hops', (session) => ({ ...session, hops: undefined })],
    ['no shape at all', () => 'text'],
  ];
  for (const [label, change] of others) {
    it(`is not used when it is of ${label}`, async () => {
      await chainAt(aws, { store }).chain.credentials();
      store.session = change(stored()) as StoredSession;
      assert.equal((await chainAt(aws, { store }).chain.credentials()).accessKeyId, 'ASIADATA2');
    });
  }

  it('is made although the store can neither be read nor written', async () => {
    store.read = () => Promise.reject(new Error('locked keychain'));
    store.write = () => Promise.reject(new Error('locked keychain'));
    assert.equal((await chainAt(aws, { store }).chain.credentials()).accessKeyId, 'ASIADATA1');
  });

  it('is not written by a chain that was disposed', async () => {
    const { chain } = chainAt(aws, { store });
    const release = aws.hold();
    const waiting = chain.credentials();
    await until(() => aws.calls.length === 1);
    chain.dispose();
    release();
    await assert.rejects(waiting);
    assert.equal(store.session, undefined);
  });

  it('is stored with what it was made for, and no token of the hops before', async () => {
    aws.token = { refreshToken: 'idc-refresh-token' };
    await chainAt(aws, { store }).chain.credentials();
    const { subject, region, dataRoleArn, credentials } = stored();
    assert.deepEqual(
      [subject, region, dataRoleArn, credentials.accessKeyId],
      [account.subject, 'us-west-2', siteAt(aws).dataRoleArn, 'ASIADATA1'],
    );
    assert.doesNotMatch(
      JSON.stringify(store.session),
      new RegExp(`BRIDGE-|idc-access|idc-refresh|identity-context|${tokenMarker}`),
    );
  });
});
