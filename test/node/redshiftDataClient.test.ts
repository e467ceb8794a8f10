import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeStatementCommand } from '@aws-sdk/client-redshift-data';
import type { AwsCredentials } from '../../src/core/identity/awsCredentials.ts';
import type { Site } from '../../src/core/identity/profile.ts';
import { createRedshiftDataClient } from '../../src/host/aws.ts';

describe('the Data API client', () => {
  const signers: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    signers.push(/Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1]);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}');
  });
  let site: Site;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    site = {
      region: 'us-east-1',
      applicationArn: '',
      bridge: { kind: 'awsProfile', name: 'analyst' },
      dataRoleArn: '',
      warehouses: [],
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      contextProviderArn: '',
    };
  });
  after(() => server.close());

  it('signs with renewed credentials although the earlier ones look valid', async () => {
    let accessKeyId = 'ASIAFIRST';
    const credentials = async (): Promise<AwsCredentials> => ({
      accessKeyId,
      secretAccessKey: 'secret',
      sessionToken: 'session',
      expiration: new Date(Date.now() + 3_600_000),
    });
    const client = createRedshiftDataClient(site, credentials);
    await client.send(new DescribeStatementCommand({ Id: 'a' }));
    accessKeyId = 'ASIASECOND';
    await client.send(new DescribeStatementCommand({ Id: 'a' }));
    client.destroy();
    assert.deepEqual(signers, ['ASIAFIRST', 'ASIASECOND']);
  });

  it('gives up a request that is never answered, instead of warning about it', async () => {
    const client = createRedshiftDataClient(site, async () => ({
      accessKeyId: 'ASIA',
      secretAccessKey: 'secret',
      sessionToken: 'session',
      expiration: new Date(Date.now() + 3_600_000),
    }));
    await client.send(new DescribeStatementCommand({ Id: 'a' }));
    const handler = client.config.requestHandler as { httpHandlerConfigs?(): object };
    const configuration = handler.httpHandlerConfigs?.() ?? {};
    client.destroy();
    assert.deepEqual(
      ['requestTimeout', 'throwOnRequestTimeout'].map((name) => Reflect.get(configuration, name)),
      [60_000, true],
    );
  });
});
