import assert from 'node:assert/strict';
import { GetWorkgroupCommand } from '@aws-sdk/client-redshift-serverless';
import { failure, startFixture } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';

describe('GetWorkgroup', () => {
  let aws: AwsFixture;
  let bridge: Keys;
  before(async () => {
    aws = await startFixture();
    bridge = await aws.bridge();
  });
  after(() => aws.stop());

  it('describes a workgroup by its name', async () => {
    const { workgroup } = await aws
      .serverless(bridge)
      .send(new GetWorkgroupCommand({ workgroupName: 'redshift-tip-enabled' }));
    assert.deepEqual(
      [workgroup?.workgroupName, workgroup?.endpoint?.address],
      [
        'redshift-tip-enabled',
        'redshift-tip-enabled.111122223333.us-east-1.redshift-serverless.amazonaws.com',
      ],
    );
  });

  it('does not find another', async () => {
    const error = await failure(
      aws.serverless(bridge).send(new GetWorkgroupCommand({ workgroupName: 'nothing-here' })),
    );
    assert.deepEqual([error['name'], error['resourceName']], ['ResourceNotFoundException', 'nothing-here']);
  });

  for (const [label, workgroupName] of [
    ['no name', undefined],
    ['a short name', 'ab'],
    ['a long name', 'a'.repeat(65)],
    ['a name in capitals', 'WORKGROUP'],
  ] as const) {
    it(`refuses ${label}`, async () => {
      const error = await failure(aws.serverless(bridge).send(new GetWorkgroupCommand({ workgroupName })));
      assert.equal(error['name'], 'ValidationException');
      assert.match(String(error['message']), /'workgroupName'/);
    });
  }

  it('is explicitly denied to an identity-enhanced session', async () => {
    const keys = await aws.person('ming@example.com');
    const error = await failure(
      aws.serverless(keys).send(new GetWorkgroupCommand({ workgroupName: 'redshift-tip-enabled' })),
    );
    assert.match(String(error['message']), /with an explicit deny/);
  });
});
