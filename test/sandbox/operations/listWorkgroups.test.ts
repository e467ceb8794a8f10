import assert from 'node:assert/strict';
import { ListWorkgroupsCommand } from '@aws-sdk/client-redshift-serverless';
import { failure, startFixture, west } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';

describe('ListWorkgroups', () => {
  let aws: AwsFixture;
  let bridge: Keys;
  before(async () => {
    aws = await startFixture();
    bridge = await aws.bridge();
  });
  after(() => aws.stop());

  it('lists the workgroups of the account in the Region', async () => {
    const { workgroups = [] } = await aws.serverless(bridge).send(new ListWorkgroupsCommand({}));
    assert.deepEqual(
      workgroups.map((group) => [
        group.workgroupName,
        group.namespaceName,
        group.status,
        group.endpoint?.port,
        group.creationDate instanceof Date,
        /^arn:aws:redshift-serverless:us-east-1:111122223333:workgroup\/[0-9a-f-]{36}$/.test(
          group.workgroupArn ?? '',
        ),
      ]),
      [['redshift-tip-enabled', 'redshift-tip-enabled-namespace', 'AVAILABLE', 5439, true, true]],
    );
  });

  it("lists nothing in another account's Region", async () => {
    const { workgroups } = await aws.serverless(bridge, west).send(new ListWorkgroupsCommand({}));
    assert.deepEqual(workgroups, []);
  });

  it('is explicitly denied to an identity-enhanced session', async () => {
    const keys = await aws.person('ming@example.com');
    const error = await failure(aws.serverless(keys).send(new ListWorkgroupsCommand({})));
    assert.equal(error['name'], 'AccessDeniedException');
    assert.match(String(error['message']), /redshift-serverless:ListWorkgroups .* with an explicit deny/);
  });

  it('is not allowed to the data role', async () => {
    const error = await failure(aws.serverless(await aws.dataRole()).send(new ListWorkgroupsCommand({})));
    assert.equal(error['name'], 'AccessDeniedException');
    assert.match(String(error['message']), /because no identity-based policy allows/);
  });

  for (const [label, input, message] of [
    ['maxResults over 100', { maxResults: 101 }, /'maxResults'.*100/],
    ['a token of its own making', { nextToken: 'AAAAAAAAAAAA' }, /nextToken/],
    ['an account that is none', { ownerAccount: '12' }, /'ownerAccount'/],
  ] as const) {
    it(`refuses ${label}`, async () => {
      const error = await failure(aws.serverless(bridge).send(new ListWorkgroupsCommand(input)));
      assert.equal(error['name'], 'ValidationException');
      assert.match(String(error['message']), message);
    });
  }
});
