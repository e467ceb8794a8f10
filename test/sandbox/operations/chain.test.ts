import assert from 'node:assert/strict';
import { ExecuteStatementCommand, GetStatementResultV2Command } from '@aws-sdk/client-redshift-data';
import { answering, site, startFixture, west } from '../aws/awsFixture.ts';
import type { AwsFixture } from '../aws/awsFixture.ts';

describe('the identity chain over signed HTTP', () => {
  let aws: AwsFixture;
  before(async () => {
    aws = await startFixture({
      warehouse: answering(({ user }) =>
        Promise.resolve({
          columns: [],
          rows: [[user.name, user.roles.join(' ')]],
          hasResultSet: true,
          rowCount: 1,
        }),
      ),
    });
  });
  after(() => aws.stop());

  it('makes each person the Redshift user with the roles of their groups', async () => {
    const keys = await aws.person('ming@example.com', west);
    const client = aws.data(keys, west);
    const { Id } = await client.send(
      new ExecuteStatementCommand({
        Sql: 'SELECT current_user',
        Database: 'dev',
        WorkgroupName: site(west).workgroup,
        ResultFormat: 'CSV',
        WaitTimeSeconds: 5,
      }),
    );
    const { Records } = await client.send(new GetStatementResultV2Command({ Id }));
    assert.deepEqual(Records, [{ CSVRecords: 'awsidc:ming@example.com,awsidc:apac-sales\r\n' }]);
    assert.deepEqual(
      aws.log.entries().map((e) => [e.service, e.operation, e.region, e.onBehalfOf, e.result]),
      [
        ['sts', 'AssumeRoleWithWebIdentity', '', 'ming@example.com', 'OK'],
        ['sso-oauth', 'CreateTokenWithIAM', west, 'ming@example.com', 'OK'],
        ['sts', 'AssumeRoleWithWebIdentity', '', 'ming@example.com', 'OK'],
        ['sts', 'AssumeRole', west, 'ming@example.com', 'OK'],
        ['redshift-data', 'ExecuteStatement', west, 'ming@example.com', 'OK'],
        ['redshift-data', 'GetStatementResultV2', west, 'ming@example.com', 'OK'],
      ],
    );
  });
});
