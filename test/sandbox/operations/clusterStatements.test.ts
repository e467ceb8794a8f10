import assert from 'node:assert/strict';
import {
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
} from '@aws-sdk/client-redshift-data';
import { failure, startFixture, west } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';
import { column, heldWarehouse } from '../aws/heldWarehouse.ts';
import type { HeldWarehouse } from '../aws/heldWarehouse.ts';

describe('statements on a cluster', () => {
  let aws: AwsFixture;
  let workgroup: HeldWarehouse;
  let cluster: HeldWarehouse;
  let ming: Keys;
  before(async () => {
    [workgroup, cluster] = [heldWarehouse(), heldWarehouse()];
    aws = await startFixture({
      warehouse: workgroup,
      clusterWarehouses: new Map([['finance-cluster', cluster]]),
    });
    ming = await aws.person('ming@example.com', west);
  });
  after(() => aws.stop());

  const execute = async () =>
    await aws.data(ming, west).send(
      new ExecuteStatementCommand({
        Sql: 'SELECT 1',
        Database: 'finance',
        ClusterIdentifier: 'finance-cluster',
      }),
    );

  it('run on its own warehouse and are found by ID alone', async () => {
    const { Id, ...output } = await execute();
    cluster.statements.at(-1)?.finish({
      hasResultSet: true,
      rows: [['1']],
      columns: [column('n', 'int4')],
      rowCount: 1,
    });
    const client = aws.data(ming, west);
    const described = await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 5 }));
    const { Records } = await client.send(new GetStatementResultCommand({ Id }));
    assert.deepEqual(
      {
        ran: [workgroup.statements.length, cluster.statements.map(({ request }) => request.database)],
        answered: [output.ClusterIdentifier, output.WorkgroupName, output.DbUser],
        described: [described.ClusterIdentifier, described.WorkgroupName, described.Status],
        Records,
      },
      {
        ran: [0, ['finance']],
        answered: ['finance-cluster', undefined, 'awsidc:ming@example.com'],
        described: ['finance-cluster', undefined, 'FINISHED'],
        Records: [[{ longValue: 1 }]],
      },
    );
  });

  it('are cancelled there', async () => {
    const { Id } = await execute();
    const { Status } = await aws.data(ming, west).send(new CancelStatementCommand({ Id }));
    assert.equal(Status, true);
  });

  it('are not there for another person', async () => {
    const { Id } = await execute();
    const ethan = aws.data(await aws.person('ethan@example.com', west), west);
    const error = await failure(ethan.send(new DescribeStatementCommand({ Id })));
    assert.equal(error['name'], 'ResourceNotFoundException');
  });

  it('are refused where the cluster is in another account', async () => {
    const stranger = aws.data(await aws.person('ming@example.com'), west);
    const error = await failure(
      stranger.send(
        new ExecuteStatementCommand({
          Sql: 'SELECT 1',
          Database: 'finance',
          ClusterIdentifier: 'finance-cluster',
        }),
      ),
    );
    assert.match(String(error['message']), /Redshift endpoint doesn't exist/);
  });
});
