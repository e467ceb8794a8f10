import assert from 'node:assert/strict';
import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleWithWebIdentityCommandInput } from '@aws-sdk/client-sts';
import { generateKeyPair } from 'jose';
import { east, failure, site, startFixture } from '../aws/awsFixture.ts';
import type { AwsFixture } from '../aws/awsFixture.ts';
import { audience } from '../aws/oktaStandIn.ts';

describe('AssumeRoleWithWebIdentity', () => {
  let aws: AwsFixture;
  before(async () => {
    aws = await startFixture();
  });
  after(() => aws.stop());

  const assume = async (
    change: Partial<AssumeRoleWithWebIdentityCommandInput> & { claims?: Record<string, unknown> } = {},
  ) => {
    const { claims, ...input } = change;
    return await aws.sts().send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: site(east).bridgeRoleArn,
        RoleSessionName: 'ming@example.com',
        WebIdentityToken: await aws.okta.idToken('ming@example.com', claims),
        ...input,
      }),
    );
  };

  it('gives credentials of the role that trusts the issuer', async () => {
    const output = await assume({ DurationSeconds: 900 });
    const {
      AccessKeyId = '',
      SecretAccessKey = '',
      SessionToken = '',
      Expiration,
    } = output.Credentials ?? {};
    assert.deepEqual(
      {
        user: output.AssumedRoleUser?.Arn,
        id: /^AROA[A-Z2-7]{17}:ming@example\.com$/.test(output.AssumedRoleUser?.AssumedRoleId ?? ''),
        key: /^ASIA[A-Z2-7]{16}$/.test(AccessKeyId),
        secretLength: SecretAccessKey.length,
        hasToken: SessionToken.length > 100,
        lives: Math.round(((Expiration?.getTime() ?? 0) - Date.now()) / 60_000),
        subject: output.SubjectFromWebIdentityToken,
        audience: output.Audience,
        provider: output.Provider,
      },
      {
        user: 'arn:aws:sts::111122223333:assumed-role/IDCBridgeRole/ming@example.com',
        id: true,
        key: true,
        secretLength: 40,
        hasToken: true,
        lives: 15,
        subject: '00u4ming00apac000d7',
        audience,
        provider: `arn:aws:iam::111122223333:oidc-provider/${aws.okta.issuer.replace('http://', '')}`,
      },
    );
  });

  it('takes the same ID token more than once', async () => {
    const WebIdentityToken = await aws.okta.idToken('ming@example.com');
    await assume({ WebIdentityToken });
    await assume({ WebIdentityToken });
  });

  it('takes tokens of a key that the issuer has just begun to use', async () => {
    await aws.okta.rotateKey();
    const { AssumedRoleUser } = await assume();
    assert.match(AssumedRoleUser?.Arn ?? '', /IDCBridgeRole/);
  });

  const past = Math.floor(Date.now() / 1000) - 60;
  const refused: [
    label: string,
    change: () => Promise<Parameters<typeof assume>[0]>,
    name: string,
    message: RegExp,
  ][] = [
    [
      'no such role',
      async () => ({ RoleArn: 'arn:aws:iam::111122223333:role/Nobody' }),
      'AccessDenied',
      /Not authorized to perform sts:AssumeRoleWithWebIdentity/,
    ],
    [
      'a role that trusts no issuer',
      async () => ({ RoleArn: site(east).dataRoleArn }),
      'AccessDenied',
      /Not authorized/,
    ],
    [
      'another audience',
      async () => ({ claims: { aud: '0oa9other' } }),
      'InvalidIdentityTokenException',
      /Incorrect token audience/,
    ],
    [
      'another issuer',
      async () => ({ claims: { iss: 'https://evil.example' } }),
      'InvalidIdentityTokenException',
      /No OpenIDConnect provider found in your account for https:\/\/evil\.example/,
    ],
    ['an expired token', async () => ({ claims: { exp: past } }), 'ExpiredTokenException', /Token expired/],
    [
      'a token without expiry',
      async () => ({ claims: { exp: undefined } }),
      'InvalidIdentityTokenException',
      /Missing a required claim/,
    ],
    [
      'no JSON Web Token',
      async () => ({ WebIdentityToken: 'abcd' }),
      'InvalidIdentityTokenException',
      /not a valid JWT/,
    ],
    [
      'a token signed by somebody else',
      async () => {
        const { privateKey } = await generateKeyPair('RS256');
        return { WebIdentityToken: await aws.okta.idToken('ming@example.com', {}, privateKey) };
      },
      'InvalidIdentityTokenException',
      /signature/,
    ],
    [
      'an altered token',
      async () => {
        const [head, , signature] = (await aws.okta.idToken('ming@example.com')).split('.');
        const [, claims] = (await aws.okta.idToken('ethan@example.com')).split('.');
        return { WebIdentityToken: `${head}.${claims}.${signature}` };
      },
      'InvalidIdentityTokenException',
      /signature/,
    ],
    [
      'a token without a signature',
      async () => {
        const [, claims] = (await aws.okta.idToken('ming@example.com')).split('.');
        return { WebIdentityToken: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.` };
      },
      'InvalidIdentityTokenException',
      /signature/,
    ],
    [
      'more time than the role allows',
      async () => ({ DurationSeconds: 7200 }),
      'ValidationError',
      /MaxSessionDuration/,
    ],
    [
      'less time than STS allows',
      async () => ({ DurationSeconds: 899 }),
      'ValidationError',
      /'durationSeconds'.*900/,
    ],
    [
      'a session name of one character',
      async () => ({ RoleSessionName: 'x' }),
      'ValidationError',
      /'roleSessionName'.*2/,
    ],
    [
      'a session name of 65 characters',
      async () => ({ RoleSessionName: 'x'.repeat(65) }),
      'ValidationError',
      /'roleSessionName'.*64/,
    ],
    [
      'a session name with a space',
      async () => ({ RoleSessionName: 'a b' }),
      'ValidationError',
      /'roleSessionName'.*pattern/,
    ],
    [
      'no session name',
      async () => ({ RoleSessionName: undefined }),
      'ValidationError',
      /'roleSessionName'.*null/,
    ],
    ['a short role ARN', async () => ({ RoleArn: 'arn:aws:iam::1' }), 'ValidationError', /'roleArn'.*20/],
    ['a session policy', async () => ({ Policy: '{}' }), 'ValidationError', /Policy/],
  ];
  for (const [label, change, name, message] of refused) {
    it(`refuses ${label}`, async () => {
      const error = await failure(assume(await change()));
      assert.equal(error['name'], name);
      assert.match(String(error['message']), message);
    });
  }

  it('answers IDPCommunicationError where the issuer cannot be reached', async () => {
    const other = await startFixture();
    try {
      const WebIdentityToken = await other.okta.idToken('ming@example.com');
      await other.okta.stop();
      const call = other.sts().send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: site(east).bridgeRoleArn,
          RoleSessionName: 'ming',
          WebIdentityToken,
        }),
      );
      assert.equal((await failure(call))['name'], 'IDPCommunicationErrorException');
    } finally {
      await other.stop();
    }
  });
});
