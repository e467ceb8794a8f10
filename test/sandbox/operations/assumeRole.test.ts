import assert from 'node:assert/strict';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { east, failure, keysOf, site, startFixture, west } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';

const ProviderArn = 'arn:aws:iam::aws:contextProvider/IdentityCenter';

describe('AssumeRole', () => {
  let aws: AwsFixture;
  let bridge: Keys;
  before(async () => {
    aws = await startFixture();
    bridge = await aws.bridge();
  });
  after(() => aws.stop());

  const assume = async (input: Partial<AssumeRoleCommandInput> = {}, keys = bridge, region = east) =>
    await aws
      .sts(keys, region)
      .send(new AssumeRoleCommand({ RoleArn: site(east).dataRoleArn, RoleSessionName: 'ming', ...input }));

  const contextOf = async (login: string, region = east) => {
    const { awsAdditionalDetails } = await aws.exchange(login, region);
    return [{ ProviderArn, ContextAssertion: awsAdditionalDetails?.identityContext }];
  };

  it('gives an identity-enhanced session for a context assertion', async () => {
    const output = await assume({ ProvidedContexts: await contextOf('ming@example.com') });
    const last = aws.log.entries().at(-1);
    assert.deepEqual(
      [output.AssumedRoleUser?.Arn, last?.operation, last?.principal, last?.onBehalfOf, last?.result],
      [
        'arn:aws:sts::111122223333:assumed-role/RedshiftDataAPIClientRole/ming',
        'AssumeRole',
        'arn:aws:sts::111122223333:assumed-role/IDCBridgeRole/ming@example.com',
        'ming@example.com',
        'OK',
      ],
    );
  });

  it('gives an ordinary session without one', async () => {
    const { Credentials } = await assume();
    const identity = await aws.sts(keysOf(Credentials)).send(new GetCallerIdentityCommand({}));
    assert.deepEqual(
      [identity.Arn, aws.log.entries().at(-1)?.onBehalfOf],
      ['arn:aws:sts::111122223333:assumed-role/RedshiftDataAPIClientRole/ming', ''],
    );
  });

  const refused: [label: string, input: Partial<AssumeRoleCommandInput>, name: string, message: RegExp][] = [
    [
      'a role that does not trust the caller',
      { RoleArn: site(west).dataRoleArn },
      'AccessDenied',
      /assumed-role\/IDCBridgeRole\/ming@example\.com is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666/,
    ],
    [
      'a role that does not exist',
      { RoleArn: 'arn:aws:iam::111122223333:role/Nobody' },
      'AccessDenied',
      /sts:AssumeRole/,
    ],
    [
      'more than an hour, since roles are chained',
      { DurationSeconds: 3601 },
      'ValidationError',
      /1 hour session limit for roles assumed by role chaining/,
    ],
    [
      'a forged context',
      { ProvidedContexts: [{ ProviderArn, ContextAssertion: 'eyJhbGciOiJub25lIn0.e30.' }] },
      'ValidationError',
      /context assertion is not valid/,
    ],
    [
      'a context of another provider',
      {
        ProvidedContexts: [
          { ProviderArn: 'arn:aws:iam::aws:contextProvider/Other', ContextAssertion: 'abcd' },
        ],
      },
      'ValidationError',
      /ProviderArn/,
    ],
    [
      'two contexts',
      { ProvidedContexts: [1, 2].map(() => ({ ProviderArn, ContextAssertion: 'abcd' })) },
      'ValidationError',
      /one provided context/,
    ],
    [
      'a context longer than STS takes',
      { ProvidedContexts: [{ ProviderArn, ContextAssertion: 'x'.repeat(2049) }] },
      'ValidationError',
      /'providedContexts\.1\.member\.contextAssertion'.*2048/,
    ],
    ['a session name of one character', { RoleSessionName: 'x' }, 'ValidationError', /'roleSessionName'/],
    ['tags, which it would have to enforce', { Tags: [{ Key: 'a', Value: 'b' }] }, 'ValidationError', /Tags/],
  ];
  for (const [label, input, name, message] of refused) {
    it(`refuses ${label}`, async () => {
      const error = await failure(assume(input));
      assert.equal(error['name'], name);
      assert.match(String(error['message']), message);
    });
  }

  it("refuses another Region's context", async () => {
    const ProvidedContexts = await contextOf('ming@example.com', west);
    const error = await failure(assume({ ProvidedContexts }));
    assert.equal(error['name'], 'ValidationError');
    assert.match(String(error['message']), /not valid in this Region/);
  });

  it('refuses to chain from an identity-enhanced session', async () => {
    const error = await failure(assume({}, await aws.person('ming@example.com')));
    assert.match(String(error['message']), /sts:AssumeRole .* with an explicit deny/);
  });

  it('refuses a context that is older than five minutes', async () => {
    const other = await startFixture();
    try {
      const { awsAdditionalDetails } = await other.exchange('ming@example.com');
      other.clock.advance(301);
      const call = other.sts(await other.bridge()).send(
        new AssumeRoleCommand({
          RoleArn: site(east).dataRoleArn,
          RoleSessionName: 'ming',
          ProvidedContexts: [{ ProviderArn, ContextAssertion: awsAdditionalDetails?.identityContext }],
        }),
      );
      assert.equal((await failure(call))['name'], 'ExpiredTokenException');
    } finally {
      await other.stop();
    }
  });
});
