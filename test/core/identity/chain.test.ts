import assert from 'node:assert/strict';
import { Cancelled, HopError } from '../../../src/core/errors.ts';
import type { IdentityChain } from '../../../src/core/identity/identityChain.ts';
import { AwsServer, oidcError, stsError } from './awsServer.ts';
import { chainAt, freshToken, siteAt, tokenIdOf, until } from './chainUnderTest.ts';

const minute = 60_000;
const walk = ['AssumeRoleWithWebIdentity', 'CreateTokenWithIAM', 'AssumeRole'];

describe('the identity chain', () => {
  let aws: AwsServer;
  beforeEach(async () => {
    aws = await AwsServer.start();
  });
  afterEach(() => aws.stop());

  const readyHops = (chain: IdentityChain) => chain.hops.map(({ hop, state }) => `${hop} ${state}`);

  describe('a walk', () => {
    it('goes from the ID token to the identity-enhanced session, each call with what the one before gave', async () => {
      const idToken = freshToken();
      const { chain } = chainAt(aws, { freshIdToken: () => Promise.resolve(idToken) });
      const credentials = await chain.credentials();
      const site = siteAt(aws);
      const query = { Version: '2011-06-15', RoleSessionName: 'ming@example.com', DurationSeconds: '3600' };
      assert.deepEqual(aws.calls, [
        {
          operation: 'AssumeRoleWithWebIdentity',
          input: {
            ...query,
            Action: 'AssumeRoleWithWebIdentity',
            RoleArn: 'arn:aws:iam::111122223333:role/Bridge',
            WebIdentityToken: idToken,
          },
          accessKeyId: '',
          scope: '',
        },
        {
          operation: 'CreateTokenWithIAM',
          input: {
            clientId: site.applicationArn,
            grantType: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
            assertion: idToken,
          },
          accessKeyId: 'ASIABRIDGE1',
          scope: 'us-west-2/sso-oauth',
        },
        {
          operation: 'AssumeRole',
          input: {
            ...query,
            Action: 'AssumeRole',
            RoleArn: site.dataRoleArn,
            'ProvidedContexts.member.1.ProviderArn': site.contextProviderArn,
            'ProvidedContexts.member.1.ContextAssertion': 'identity-context-1',
          },
          accessKeyId: 'ASIABRIDGE1',
          scope: 'us-west-2/sts',
        },
      ]);
      assert.deepEqual(credentials, {
        accessKeyId: 'ASIADATA1',
        secretAccessKey: 'secret-key-DATA-1',
        sessionToken: 'session-token-DATA-1',
        expiration: new Date(aws.now + 60 * minute),
      });
    });

    it('is made once for all who wait', async () => {
      const { chain } = chainAt(aws);
      const all = await Promise.all(Array.from({ length: 8 }, () => chain.credentials()));
      assert.deepEqual([new Set(all).size, aws.operations], [1, walk]);
    });

    it('leaves the bridge role behind for calls that need that one', async () => {
      const { chain } = chainAt(aws);
      const { accessKeyId } = await chain.bridgeCredentials();
      assert.deepEqual([accessKeyId, aws.operations], ['ASIABRIDGE1', walk]);
    });

    it('is not made again while the credentials are good', async () => {
      const { chain } = chainAt(aws);
      const first = await chain.credentials();
      aws.now += 54 * minute;
      assert.equal(await chain.credentials(), first);
      assert.deepEqual(aws.operations, walk);
    });

    const shortLives: readonly [label: string, seconds: number, walks: number, accessKeyId: string][] = [
      ['is left alone while most of it is to come', 55, 1, 'ASIADATA1'],
      ['is renewed in its last third, and serves meanwhile', 65, 2, 'ASIADATA1'],
      ['is waited for when it is about to end', 80, 2, 'ASIADATA2'],
    ];
    for (const [label, seconds, walks, accessKeyId] of shortLives) {
      it(`with a session of 90 seconds ${label}`, async () => {
        aws.lifetime = 90_000;
        const { chain } = chainAt(aws);
        await chain.credentials();
        aws.now += seconds * 1000;
        assert.equal((await chain.credentials()).accessKeyId, accessKeyId);
        const sessions = () => aws.operations.filter((name) => name === 'AssumeRole').length;
        // A renewal that must not begin would have called by then.
        for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
        await until(() => sessions() >= walks);
        assert.equal(sessions(), walks);
      });
    }

    it('goes on for the others when one of them stops waiting', async () => {
      const { chain } = chainAt(aws);
      const release = aws.hold();
      const impatient = new AbortController();
      const [stopped, patient] = [chain.credentials(impatient.signal), chain.credentials()];
      impatient.abort();
      await assert.rejects(stopped, Cancelled);
      release();
      assert.equal((await patient).accessKeyId, 'ASIADATA1');
      assert.deepEqual(aws.operations, walk);
    });

    it('is made for nobody who stopped before it began', async () => {
      const { chain } = chainAt(aws);
      await assert.rejects(chain.credentials(AbortSignal.abort()), Cancelled);
      assert.deepEqual(aws.operations, []);
    });

    it('ends with the chain, which then holds nothing', async () => {
      const { chain } = chainAt(aws);
      aws.hold();
      const waiting = chain.credentials();
      await until(() => aws.calls.length === 1);
      chain.dispose();
      await assert.rejects(waiting, Cancelled);
      await assert.rejects(chain.credentials(), Cancelled);
      await assert.rejects(chain.refresh(), Cancelled);
      assert.deepEqual(readyHops(chain)[1], 'bridgeRole idle');
    });

    it('can be made after one that failed', async () => {
      const { chain } = chainAt(aws);
      aws.queue('AssumeRole', stsError(403, 'AccessDenied', 'no'));
      await assert.rejects(chain.credentials(), HopError);
      assert.equal((await chain.credentials()).accessKeyId, 'ASIADATA2');
      const exchanged = aws.calls
        .filter(({ operation }) => operation === 'CreateTokenWithIAM')
        .map(tokenIdOf);
      assert.equal(new Set(exchanged).size, 2);
    });

    it('refuses an ID token of another person before AWS sees it', async () => {
      const { chain } = chainAt(aws, {
        freshIdToken: () => Promise.resolve(freshToken({ sub: '00u1ethan' })),
      });
      await assert.rejects(chain.credentials(), { hop: 'okta', awsCode: 'WrongPerson' });
      assert.deepEqual(aws.operations, []);
    });
  });

  describe('renewal', () => {
    it('begins five minutes before expiry and makes nobody wait', async () => {
      const { chain } = chainAt(aws);
      const first = await chain.credentials();
      aws.now += 55 * minute;
      const release = aws.hold();
      assert.equal(await chain.credentials(), first);
      assert.equal(await chain.credentials(), first);
      await until(() => aws.calls.length > 3);
      release();
      await until(() => aws.operations.filter((name) => name === 'AssumeRole').length === 2);
      await until(() => readyHops(chain)[3] === 'identityEnhancedSession ready');
      assert.equal((await chain.credentials()).accessKeyId, 'ASIADATA2');
      // The bridge role's session was made at the same time, and has the same five minutes left.
      assert.deepEqual(aws.operations, [...walk, 'CreateTokenWithIAM', 'AssumeRole']);
    });

    it('is waited for in the last minute', async () => {
      const { chain } = chainAt(aws);
      await chain.credentials();
      aws.now += 59.5 * minute;
      assert.equal((await chain.credentials()).accessKeyId, 'ASIADATA2');
      assert.deepEqual(aws.operations, [...walk, ...walk]);
    });

    it('that fails leaves the credentials in use, and is tried again after half a minute', async () => {
      const { chain } = chainAt(aws);
      const first = await chain.credentials();
      aws.now += 56 * minute;
      aws.queue('CreateTokenWithIAM', oidcError(400, 'AccessDeniedException', { error: 'access_denied' }));
      assert.equal(await chain.credentials(), first);
      await until(() => readyHops(chain)[2] === 'identityCenter failed');
      const failed = aws.calls.length;
      // The renewal ends a moment after its hop; then nothing begins.
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(await chain.credentials(), first);
      assert.equal(
        chain.hops.some(({ state }) => state === 'running'),
        false,
      );
      aws.now += 31_000;
      assert.equal(await chain.credentials(), first);
      await until(
        () => readyHops(chain)[3] === 'identityEnhancedSession ready' && aws.calls.length === failed + 3,
      );
    });
  });

  it('tells one session from the next by the access key', async () => {
    const { chain } = chainAt(aws);
    const keys = [chain.accessKeyId];
    const first = await chain.credentials();
    keys.push(chain.accessKeyId);
    const second = await chain.refresh();
    keys.push(chain.accessKeyId);
    assert.notEqual(first.accessKeyId, second.accessKeyId);
    assert.deepEqual(keys, [undefined, first.accessKeyId, second.accessKeyId]);
  });

  describe('an exchange', () => {
    const unclear: readonly [label: string, answers: Parameters<AwsServer['queue']>[1][]][] = [
      ['a lost connection', ['drop', 'drop']],
      [
        'errors of the service',
        [
          oidcError(500, 'InternalServerException', { error: 'server_error', error_description: 'x' }),
          { status: 503, type: 'text/html', body: '<html>busy</html>' },
        ],
      ],
      [
        'throttling',
        [
          oidcError(400, 'SlowDownException', { error: 'slow_down' }),
          oidcError(400, 'SlowDownException', { error: 'slow_down' }),
        ],
      ],
    ];
    for (const [label, answers] of unclear) {
      it(`is tried twice more after ${label}, each time with a fresh ID token`, async () => {
        aws.queue('CreateTokenWithIAM', ...answers);
        const { chain, pauses } = chainAt(aws);
        await chain.credentials();
        const ids = aws.calls.filter(({ operation }) => operation === 'CreateTokenWithIAM').map(tokenIdOf);
        const [first = 0, second = 0] = pauses;
        assert.deepEqual(
          {
            exchanges: ids.length,
            different: new Set(ids).size,
            pauses: pauses.length,
            longer: second > first && first > 0,
          },
          { exchanges: 3, different: 3, pauses: 2, longer: true },
        );
      });
    }

    it('is given up after the third failure, with the last answer', async () => {
      aws.queue('CreateTokenWithIAM', 'drop', 'drop', 'drop');
      const { chain } = chainAt(aws);
      await assert.rejects(chain.credentials(), { hop: 'identityCenter', code: 'NetworkFailure' });
      assert.equal(aws.operations.filter((name) => name === 'CreateTokenWithIAM').length, 3);
    });

    it('that AWS refused is not tried again', async () => {
      aws.queue('CreateTokenWithIAM', oidcError(400, 'InvalidGrantException', { error: 'invalid_grant' }));
      await assert.rejects(chainAt(aws).chain.credentials(), { awsCode: 'InvalidGrantException' });
      assert.deepEqual(aws.operations, walk.slice(0, 2));
    });

    it('does not go on when the chain ends during a wait', async () => {
      aws.queue('CreateTokenWithIAM', 'drop');
      const { chain } = chainAt(aws, {
        pause: () => {
          chain.dispose();
          return Promise.reject(new Cancelled());
        },
      });
      await assert.rejects(chain.credentials(), Cancelled);
      assert.equal(aws.operations.filter((name) => name === 'CreateTokenWithIAM').length, 1);
    });
  });

  describe('refresh', () => {
    const from = [
      ['okta', walk],
      ['bridgeRole', walk],
      ['identityCenter', ['CreateTokenWithIAM', 'AssumeRole']],
      ['identityEnhancedSession', ['AssumeRole']],
      ['redshiftUser', []],
    ] as const;
    for (const [hop, expected] of from) {
      it(`from ${hop} walks ${expected.length} AWS calls`, async () => {
        const { chain } = chainAt(aws);
        await chain.credentials();
        await chain.refresh(hop);
        assert.deepEqual(aws.operations.slice(3), expected);
        const exchanged = aws.calls
          .filter(({ operation }) => operation === 'CreateTokenWithIAM')
          .map(tokenIdOf);
        assert.equal(new Set(exchanged).size, exchanged.length);
      });
    }

    it('takes a fresh identity context where the older one is refused', async () => {
      const { chain } = chainAt(aws);
      await chain.credentials();
      aws.queue('AssumeRole', stsError(400, 'ExpiredTokenException', 'The context assertion has expired.'));
      await chain.refresh('identityEnhancedSession');
      assert.deepEqual(aws.operations.slice(3), ['AssumeRole', 'CreateTokenWithIAM', 'AssumeRole']);
    });

    it('is made once for all who ask, after a walk under way', async () => {
      const { chain } = chainAt(aws);
      const [first, ...refreshed] = await Promise.all([
        chain.credentials(),
        chain.refresh(),
        chain.refresh('identityCenter'),
      ]);
      assert.deepEqual(
        [first.accessKeyId, refreshed.map(({ accessKeyId }) => accessKeyId), aws.operations],
        ['ASIADATA1', ['ASIADATA2', 'ASIADATA2'], [...walk, ...walk]],
      );
    });
  });

  describe("Identity Center's refresh token", () => {
    const renew = async (chain: IdentityChain) => {
      await chain.credentials();
      aws.now += 56 * minute;
      await chain.refresh('identityCenter');
    };

    it('renews without Okta where the application gives one', async () => {
      aws.token = { refreshToken: 'idc-refresh-token' };
      let asked = 0;
      const { chain } = chainAt(aws, { freshIdToken: () => Promise.resolve((asked++, freshToken())) });
      await renew(chain);
      const { operation, input } = aws.calls[3] ?? {};
      assert.deepEqual(
        [asked, operation, input?.['grantType'], input?.['refreshToken'], input?.['assertion']],
        [1, 'CreateTokenWithIAM', 'refresh_token', 'idc-refresh-token', undefined],
      );
    });

    it('is not used by a refresh from Okta on', async () => {
      aws.token = { refreshToken: 'idc-refresh-token' };
      const { chain } = chainAt(aws, {
        site: siteAt(aws, { bridge: { kind: 'awsProfile', name: 'analytics' } }),
        awsProfileCredentials: () =>
          Promise.resolve({ accessKeyId: 'AKIA', secretAccessKey: 'aws-profile-secret' }),
      });
      await chain.credentials();
      await chain.refresh('okta');
      assert.equal(aws.calls[2]?.input['grantType'], 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    });

    it('gives way to a fresh ID token where it is refused', async () => {
      aws.token = { refreshToken: 'idc-refresh-token' };
      const { chain } = chainAt(aws);
      const first = chain.credentials();
      await first;
      aws.queue('CreateTokenWithIAM', oidcError(400, 'InvalidGrantException', { error: 'invalid_grant' }));
      await renew(chain);
      const grants = aws.calls
        .filter(({ operation }) => operation === 'CreateTokenWithIAM')
        .map(({ input }) => input['grantType']?.split(':').at(-1));
      assert.deepEqual(grants, ['jwt-bearer', 'refresh_token', 'jwt-bearer']);
    });
  });
});
