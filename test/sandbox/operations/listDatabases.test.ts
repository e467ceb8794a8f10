import assert from 'node:assert/strict';
import { ListDatabasesCommand } from '@aws-sdk/client-redshift-data';
import type { AwsFixture } from '../aws/awsFixture.ts';
import { startRealMetadata } from './realMetadata.ts';

describe('ListDatabases', function () {
  this.timeout(60_000);
  let aws: AwsFixture;
  before(async () => {
    aws = await startRealMetadata();
  });
  after(() => aws?.stop());

  it('lists the databases of the warehouse, whichever one is logged in to', async () => {
    const client = aws.data(await aws.person('ming@example.com'));
    const lists = await Promise.all(
      [{}, { Database: 'dev' }, { Database: 'museum' }].map(async (input) => {
        const command = new ListDatabasesCommand({ WorkgroupName: 'redshift-tip-enabled', ...input });
        const { Databases = [], NextToken } = await client.send(command);
        return [Databases.filter((name) => ['dev', 'museum'].includes(name)), NextToken];
      }),
    );
    assert.deepEqual(
      lists,
      lists.map(() => [['dev', 'museum'], undefined]),
    );
  });
});
