import assert from 'node:assert/strict';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { decodeJwt } from 'jose';
import { east, failure, keysOf, site, startFixture } from './awsFixture.ts';
import type { AwsFixture } from './awsFixture.ts';

describe('sessions of some seconds', () => {
  let aws: AwsFixture;
  before(async () => {
    aws = await startFixture({ longestSessionSeconds: 20 });
    aws.clock.stop();
  });
  after(() => aws.stop());

  const assume = async (DurationSeconds?: number) => {
    const { Credentials } = await aws.sts(await aws.bridge()).send(
      new AssumeRoleCommand({
        RoleArn: site(east).dataRoleArn,
        RoleSessionName: 'plain',
        ...(DurationSeconds && { DurationSeconds }),
      }),
    );
    return { keys: keysOf(Credentials), expires: Credentials?.Expiration?.getTime() ?? 0 };
  };

  it('are over when they said, whatever was asked for', async () => {
    const start = Math.floor(aws.clock.now().getTime() / 1000);
    const sessions = [await assume(), await assume(3600), await assume(900)];
    const keys = sessions[0]!.keys;
    aws.clock.advance(19 - (aws.clock.now().getTime() / 1000 - start));
    await aws.sts(keys).send(new GetCallerIdentityCommand({}));
    aws.clock.advance(1);
    const error = await failure(aws.sts(keys).send(new GetCallerIdentityCommand({})));
    assert.deepEqual(
      [sessions.map(({ expires }) => expires / 1000 - start), error['name']],
      [[20, 20, 20], 'ExpiredToken'],
    );
  });

  it("hold Identity Center's tokens and assertions too", async () => {
    const { expiresIn, idToken = '', awsAdditionalDetails } = await aws.exchange('ming@example.com');
    const seconds = Math.floor(aws.clock.now().getTime() / 1000);
    const { exp = 0, iat } = decodeJwt(idToken);
    const assertion = decodeJwt(awsAdditionalDetails?.identityContext ?? '');
    assert.deepEqual([expiresIn, exp - (iat ?? 0), (assertion.exp ?? 0) - seconds], [20, 20, 20]);
  });
});
