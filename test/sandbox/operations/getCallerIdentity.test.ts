import assert from 'node:assert/strict';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { failure, startFixture, west } from '../aws/awsFixture.ts';
import type { AwsFixture } from '../aws/awsFixture.ts';

describe('GetCallerIdentity', () => {
  let aws: AwsFixture;
  before(async () => {
    aws = await startFixture();
  });
  after(() => aws.stop());

  it('tells who calls, also to a session that may do little else', async () => {
    const keys = await aws.person('frank@example.com', west);
    const { Arn, Account, UserId = '' } = await aws.sts(keys, west).send(new GetCallerIdentityCommand({}));
    assert.deepEqual(
      [Arn, Account, UserId.replace(/^AROA[A-Z2-7]{17}/, 'AROA')],
      [
        'arn:aws:sts::444455556666:assumed-role/RedshiftDataAPIClientRole/frank@example.com',
        '444455556666',
        'AROA:frank@example.com',
      ],
    );
  });

  it('refuses an expired session', async () => {
    const keys = await aws.bridge();
    aws.clock.advance(3600);
    const error = await failure(aws.sts(keys).send(new GetCallerIdentityCommand({})));
    // The SDK knows the code ExpiredToken by no class of its own.
    assert.equal(error['name'], 'ExpiredToken');
  });
});
