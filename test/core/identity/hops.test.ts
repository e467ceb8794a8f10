import assert from 'node:assert/strict';
import { Cancelled, describeError, HopError, RedshiftIdentityError } from '../../../src/core/errors.ts';
import type { HopName } from '../../../src/core/identity/hopName.ts';
import type { IdentityChainOptions } from '../../../src/core/identity/identityChain.ts';
import { AwsServer, oidcError, stsError, type Answer } from './awsServer.ts';
import { account, bridgeRoleArn, chainAt, freshToken, siteAt, tokenMarker } from './chainUnderTest.ts';
import { everythingIn, unsignedToken } from './tokens.ts';

/** Whatever must never be seen: pieces of each token and secret on the wire. */
const secrets = new RegExp(
  `${tokenMarker}|secret-key|session-token|identity-context|from-claim|idc-access|idc-refresh|aws-profile-secret|eyJ|UnknownError`,
);

async function failureOf(work: Promise<unknown>): Promise<HopError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof HopError, `not a HopError: ${String(error)}`);
    return error;
  }
  return assert.fail('It did not fail.');
}

describe('hops', () => {
  let aws: AwsServer;
  beforeEach(async () => {
    aws = await AwsServer.start();
  });
  afterEach(() => aws.stop());

  const { applicationArn, dataRoleArn } = siteAt({ endpoint: '' } as AwsServer);
  const echo = `rejected token eyJhbGciOiJSUzI1NiJ9.e30.${tokenMarker}`;
  const refusals: readonly [
    label: string,
    operation: string,
    answer: Answer,
    expected: { hop: HopName; code?: string; awsCode?: string; description: string; remedy: RegExp },
  ][] = [
    [
      'the issuer is unknown to IAM',
      'AssumeRoleWithWebIdentity',
      stsError(
        400,
        'InvalidIdentityToken',
        'No OpenIDConnect provider found in your account for https://example.okta.com',
      ),
      {
        hop: 'bridgeRole',
        awsCode: 'InvalidIdentityToken',
        description: 'No OpenIDConnect provider found in your account for https://example.okta.com',
        remedy:
          /^Create an IAM OIDC provider with exactly the issuer https:\/\/example\.okta\.com and the audience 0oa1/,
      },
    ],
    [
      'the audience is unknown to IAM',
      'AssumeRoleWithWebIdentity',
      stsError(400, 'InvalidIdentityToken', 'Incorrect token audience'),
      {
        hop: 'bridgeRole',
        awsCode: 'InvalidIdentityToken',
        description: 'Incorrect token audience',
        remedy: /^Add 0oa1 to the audiences/,
      },
    ],
    [
      "Okta's keys are out of reach",
      'AssumeRoleWithWebIdentity',
      stsError(400, 'InvalidIdentityToken', "Couldn't retrieve verification key from your identity provider"),
      {
        hop: 'bridgeRole',
        awsCode: 'InvalidIdentityToken',
        description: "Couldn't retrieve verification key from your identity provider",
        remedy: /^Make https:\/\/example\.okta\.com\/\.well-known/,
      },
    ],
    [
      'the bridge role does not trust',
      'AssumeRoleWithWebIdentity',
      stsError(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity'),
      {
        hop: 'bridgeRole',
        awsCode: 'AccessDenied',
        description: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
        remedy: new RegExp(`^Let the trust policy of ${bridgeRoleArn} allow`),
      },
    ],
    [
      'an answer repeats the token',
      'AssumeRoleWithWebIdentity',
      stsError(400, 'ExpiredTokenException', echo),
      {
        hop: 'bridgeRole',
        awsCode: 'ExpiredTokenException',
        description: 'rejected token [redacted]',
        remedy: /fresh ID token/,
      },
    ],
    [
      'something else answers for STS',
      'AssumeRoleWithWebIdentity',
      { status: 200, type: 'text/html', body: `<html>${tokenMarker}</html>` },
      {
        hop: 'bridgeRole',
        awsCode: 'IncompleteAnswer',
        description: 'The answer holds no credentials.',
        remedy: /proxy/,
      },
    ],
    [
      'nobody is assigned',
      'CreateTokenWithIAM',
      oidcError(400, 'AccessDeniedException', { error: 'access_denied' }),
      {
        hop: 'identityCenter',
        awsCode: 'AccessDeniedException',
        description: 'access_denied',
        remedy: new RegExp(
          `assign ming@example.com or a group to the application ${applicationArn}.*${bridgeRoleArn}`,
        ),
      },
    ],
    [
      'the key policy is not in this Region',
      'CreateTokenWithIAM',
      oidcError(400, 'AccessDeniedException', {
        error: 'access_denied',
        error_description: 'No access to the key',
        reason: 'KMS_AccessDeniedException',
      }),
      {
        hop: 'identityCenter',
        awsCode: 'AccessDeniedException',
        description: 'No access to the key KMS_AccessDeniedException',
        remedy: /key policy of the KMS key.*us-west-2/,
      },
    ],
    [
      'the token is refused',
      'CreateTokenWithIAM',
      oidcError(400, 'InvalidGrantException', { error: 'invalid_grant', error_description: echo }),
      {
        hop: 'identityCenter',
        awsCode: 'InvalidGrantException',
        description: 'rejected token [redacted]',
        remedy: /trusted token issuer is exactly https:\/\/example\.okta\.com/,
      },
    ],
    [
      'the application is of another Region',
      'CreateTokenWithIAM',
      oidcError(400, 'InvalidRequestRegionException', {
        error: 'invalid_request',
        error_description: 'Wrong Region',
        region: 'us-east-1',
        endpoint: 'https://evil.example',
      }),
      {
        hop: 'identityCenter',
        awsCode: 'InvalidRequestRegionException',
        description: 'Wrong Region (Region of the token: us-east-1)',
        remedy: /site of the other Region/,
      },
    ],
    [
      'the application is unknown',
      'CreateTokenWithIAM',
      oidcError(401, 'InvalidClientException', {
        error: 'invalid_client',
        error_description: 'No such client',
      }),
      {
        hop: 'identityCenter',
        awsCode: 'InvalidClientException',
        description: 'No such client',
        remedy: new RegExp(`Check applicationArn \\(${applicationArn}\\)`),
      },
    ],
    [
      'a proxy answers for Identity Center',
      'CreateTokenWithIAM',
      { status: 407, type: 'text/html', body: `<html>${tokenMarker}</html>` },
      {
        hop: 'identityCenter',
        awsCode: 'HTTP 407',
        description: 'the answer is not one that AWS gives',
        remedy: /http\.proxy/,
      },
    ],
    [
      'the data role lacks SetContext',
      'AssumeRole',
      stsError(
        403,
        'AccessDenied',
        `User: arn:aws:sts::1:assumed-role/Bridge/x is not authorized to perform: sts:SetContext on resource: ${dataRoleArn}`,
      ),
      {
        hop: 'identityEnhancedSession',
        awsCode: 'AccessDenied',
        description: `User: arn:aws:sts::1:assumed-role/Bridge/x is not authorized to perform: sts:SetContext on resource: ${dataRoleArn}`,
        remedy: new RegExp(`^Add sts:SetContext to the trust policy of ${dataRoleArn}`),
      },
    ],
    [
      'the data role does not trust',
      'AssumeRole',
      stsError(403, 'AccessDenied', 'is not authorized to perform: sts:AssumeRole on resource'),
      {
        hop: 'identityEnhancedSession',
        awsCode: 'AccessDenied',
        description: 'is not authorized to perform: sts:AssumeRole on resource',
        remedy: new RegExp(`^Name ${bridgeRoleArn} as a principal`),
      },
    ],
    [
      'the context is refused',
      'AssumeRole',
      stsError(400, 'ValidationError', 'The provided context is not valid.'),
      {
        hop: 'identityEnhancedSession',
        awsCode: 'ValidationError',
        description: 'The provided context is not valid.',
        remedy: /contextProviderArn \(arn:aws:iam::aws:contextProvider\/IdentityCenter\)/,
      },
    ],
  ];
  for (const [label, operation, answer, { remedy, ...expected }] of refusals) {
    it(`say which one failed, why and what to change: ${label}`, async () => {
      aws.queue(operation, answer);
      const { chain } = chainAt(aws);
      const error = await failureOf(chain.credentials());
      const { hop, awsCode, description, profile, region } = error;
      assert.deepEqual(
        { hop, awsCode, description, profile, region },
        { ...expected, profile: 'Acme', region: 'us-west-2' },
      );
      assert.match(error.remedy ?? '', remedy);
      assert.doesNotMatch(everythingIn(error), secrets);
      assert.equal(chain.hops.find((state) => state.state === 'failed')?.error, error);
    });
  }

  it('tell an error of the network from one of AWS', async () => {
    const site = siteAt(aws);
    await aws.stop();
    const error = await failureOf(chainAt(aws, { site }).chain.credentials());
    assert.deepEqual(
      [error.hop, error.code, error.message],
      [
        'bridgeRole',
        'NetworkFailure',
        'Bridge role failed (Acme, us-west-2): No answer from the network: the connection was refused (ECONNREFUSED).',
      ],
    );
    aws = await AwsServer.start();
  });

  describe('okta', () => {
    const failures: readonly [label: string, thrown: unknown, expected: object][] = [
      [
        'keeps an error that names the hop',
        new HopError({ hop: 'okta', code: 'SignInRequired', awsCode: 'invalid_grant' }),
        { code: 'SignInRequired', expected: true },
      ],
      [
        'names the hop of an error for people',
        new RedshiftIdentityError('The keychain is locked.', { code: 'Keychain', remedy: 'Unlock it.' }),
        { code: 'Keychain', remedy: 'Unlock it.', expected: true },
      ],
      [
        'owns what is our fault',
        new TypeError(`undefined ${freshToken()}`),
        { code: 'Unexpected', expected: false },
      ],
    ];
    for (const [label, thrown, expected] of failures) {
      it(label, async () => {
        const { chain } = chainAt(aws, { freshIdToken: () => Promise.reject(thrown as Error) });
        const error = await failureOf(chain.credentials());
        const { message, ...described } = describeError(error);
        assert.match(message, /^Okta sign-in failed/);
        assert.deepEqual(described, expected);
        assert.doesNotMatch(everythingIn(error), secrets);
      });
    }

    it('leaves no failure behind when the person cancelled', async () => {
      const { chain } = chainAt(aws, { freshIdToken: () => Promise.reject(new Cancelled()) });
      await assert.rejects(chain.credentials(), Cancelled);
      assert.equal(chain.hops[0]?.state, 'idle');
    });
  });

  describe('bridgeRole with an AWS profile', () => {
    const site = () => siteAt(aws, { bridge: { kind: 'awsProfile', name: 'analytics' } });
    const keys = { accessKeyId: 'AKIAPROFILE', secretAccessKey: 'aws-profile-secret' };

    it('signs with the credentials of the profile and assumes no bridge role', async () => {
      const asked: string[] = [];
      const { chain } = chainAt(aws, {
        site: site(),
        awsProfileCredentials: (name) => Promise.resolve((asked.push(name), keys)),
      });
      await chain.credentials();
      assert.deepEqual(
        [asked, aws.calls.map(({ operation, accessKeyId }) => [operation, accessKeyId])],
        [
          ['analytics'],
          [
            ['CreateTokenWithIAM', 'AKIAPROFILE'],
            ['AssumeRole', 'AKIAPROFILE'],
          ],
        ],
      );
    });

    const failing: readonly [label: string, options: Partial<IdentityChainOptions>][] = [
      [
        'gives no credentials',
        { awsProfileCredentials: () => Promise.reject(new Error('printed aws-profile-secret')) },
      ],
      ['can not be read', {}],
    ];
    for (const [label, options] of failing) {
      it(`says so when the profile ${label}`, async () => {
        const error = await failureOf(chainAt(aws, { site: site(), ...options }).chain.credentials());
        assert.deepEqual([error.hop, error.awsCode], ['bridgeRole', 'AwsProfile']);
        assert.match(error.remedy ?? '', /AWS profile analytics in ~\/\.aws\/config/);
        assert.doesNotMatch(everythingIn(error), secrets);
      });
    }
  });

  describe('identityCenter', () => {
    const contextOf = () => aws.calls.at(-1)?.input['ProvidedContexts.member.1.ContextAssertion'];
    const expiryOf = (chain: { hops: readonly { expires?: Date }[] }) =>
      (chain.hops[2]?.expires?.getTime() ?? 0) - aws.now;

    it('takes the identity context from the ID token where the answer has no field for it', async () => {
      aws.token = { awsAdditionalDetails: undefined };
      await chainAt(aws).chain.credentials();
      assert.equal(contextOf(), 'from-claim-1');
    });

    it('is an error without an identity context, and nothing is assumed', async () => {
      aws.token = { awsAdditionalDetails: undefined, idToken: unsignedToken({ sub: 'x' }) };
      const error = await failureOf(chainAt(aws).chain.credentials());
      assert.deepEqual([error.awsCode, aws.operations.at(-1)], ['NoIdentityContext', 'CreateTokenWithIAM']);
    });

    const expiries: readonly [label: string, token: () => Record<string, unknown>, milliseconds: number][] = [
      [
        'the claim of the ID token first',
        () => ({ idToken: unsignedToken({ exp: aws.now / 1000 + 100 }) }),
        100_000,
      ],
      ['else seconds to live', () => ({ idToken: 'opaque', expiresIn: 600 }), 600_000],
      ['else a point in time', () => ({ idToken: 'opaque', expiresIn: aws.now / 1000 + 300 }), 300_000],
      ['else an hour', () => ({ idToken: 'opaque', expiresIn: undefined }), 3_600_000],
    ];
    for (const [label, token, milliseconds] of expiries) {
      it(`expires by ${label}`, async () => {
        aws.token = token();
        const { chain } = chainAt(aws);
        await chain.credentials();
        assert.equal(expiryOf(chain), milliseconds);
      });
    }
  });

  describe('states', () => {
    it('show who, where and until when, and no secret', async () => {
      const { chain } = chainAt(aws, {
        account: {
          ...account,
          email: 'ming@mail.example.com',
          scopes: ['openid', 'email', 'offline_access'],
        },
      });
      await chain.credentials();
      const shown = chain.hops.map(({ hop, state, expires, details }) => ({
        hop,
        state,
        minutes: expires && (expires.getTime() - aws.now) / 60_000,
        details: Object.fromEntries(details.map(({ label, value }) => [label, value])),
      }));
      assert.deepEqual(shown, [
        {
          hop: 'okta',
          state: 'ready',
          minutes: 60,
          details: {
            Issuer: 'https://example.okta.com',
            Application: '0oa1',
            'Signed in as': 'ming@example.com',
            Subject: '00u4ming',
            Groups: 'apac-sales',
            Scopes: 'openid email offline_access',
          },
        },
        {
          hop: 'bridgeRole',
          state: 'ready',
          minutes: 60,
          details: {
            Role: bridgeRoleArn,
            Session: 'arn:aws:sts::1:assumed-role/r/ming@example.com',
            'Session name': 'ming@example.com',
            'Access key ID': 'ASIABRIDGE1',
          },
        },
        {
          hop: 'identityCenter',
          state: 'ready',
          minutes: 60,
          details: {
            Application: applicationArn,
            'Identity Center user ID': 'idc-user',
            'Mapped email': 'ming@mail.example.com',
            Scopes: 'redshift:connect sts:identity_context',
            'Refresh token grant': 'no',
          },
        },
        {
          hop: 'identityEnhancedSession',
          state: 'ready',
          minutes: 60,
          details: {
            Role: dataRoleArn,
            Session: 'arn:aws:sts::1:assumed-role/r/ming@example.com',
            'Session name': 'ming@example.com',
            'Context provider': 'arn:aws:iam::aws:contextProvider/IdentityCenter',
            Region: 'us-west-2',
            'Access key ID': 'ASIADATA1',
          },
        },
        { hop: 'redshiftUser', state: 'idle', minutes: undefined, details: {} },
      ]);
      assert.doesNotMatch(everythingIn(chain.hops), secrets);
    });

    it('go from running to ready, and tell every listener, whatever another does', async () => {
      const { chain } = chainAt(aws);
      const seen: string[] = [];
      chain.onDidChange(() => assert.fail('a view that fails'));
      const subscription = chain.onDidChange(() => {
        const changed = chain.hops.filter(({ state }) => state !== 'idle').at(-1);
        seen.push(`${changed?.hop} ${changed?.state}`);
      });
      await chain.credentials();
      subscription.dispose();
      chain.recordRedshiftUser({
        name: 'awsidc:ming@example.com',
        namespace: 'awsidc',
        login: 'ming@example.com',
      });
      assert.deepEqual(seen, [
        'okta running',
        'okta ready',
        'bridgeRole running',
        'bridgeRole ready',
        'identityCenter running',
        'identityCenter ready',
        'identityEnhancedSession running',
        'identityEnhancedSession ready',
      ]);
    });

    it('expire by the clock alone', async () => {
      const { chain } = chainAt(aws);
      await chain.credentials();
      aws.now += 3_600_000;
      assert.deepEqual(
        chain.hops.map(({ state }) => state),
        ['expired', 'expired', 'expired', 'expired', 'idle'],
      );
    });

    it('take up the Redshift user, or why there is none', async () => {
      const { chain } = chainAt(aws);
      chain.recordRedshiftUser({
        name: 'awsidc:ming@example.com',
        namespace: 'awsidc',
        login: 'ming@example.com',
        roles: ['awsidc:apac-sales'],
      });
      const known = chain.hops[4];
      const error = new HopError({ hop: 'redshiftUser', awsCode: 'WrongUser' });
      chain.recordRedshiftUser(error);
      assert.deepEqual(
        [known?.state, known?.details.map(({ value }) => value), chain.hops[4]?.state, chain.hops[4]?.error],
        ['ready', ['awsidc:ming@example.com', 'awsidc', 'awsidc:apac-sales'], 'failed', error],
      );
    });
  });
});
