import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { openNotebook, signIn, type World } from './world.ts';

describe('a company proxy in the settings of VS Code', () => {
  const asked: string[] = [];
  let proxy: Server;
  let world: World;

  before(async () => {
    // It lets nobody out: what is asked of it is all that is looked at.
    proxy = createServer((socket) => {
      socket.once('data', (data) => {
        asked.push(data.toString('latin1').split('\r\n')[0] ?? '');
        socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });

  const settings = ({ okta, sites }: SandboxReady) => ({
    // The sandbox's Okta with AWS's own endpoints.
    'redshiftIdentity.profiles': [
      {
        name: 'Behind a proxy',
        okta: { issuer: okta.issuer, clientId: okta.clientId },
        sites: sites.map(({ region, applicationArn, bridgeRoleArn, dataRoleArn, workgroup, database }) => ({
          ...{ region, applicationArn, bridgeRoleArn, dataRoleArn },
          warehouses: [{ workgroup, database }],
        })),
      },
    ],
    'http.proxy': `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
  });
  openWorldForTests('proxy', { settings }, (open) => {
    ({ world } = open);
  });

  after(() => proxy?.close());

  it('carries the calls to AWS', async () => {
    const { workbench } = world;
    await openNotebook(workbench, 'ming-apac.rsql');
    await signIn(world, 'ming@example.com');
    await workbench.runCell(1);
    while (asked.length === 0) await workbench.page.waitForTimeout(100);
    assert.equal(asked[0], 'CONNECT sts.us-east-1.amazonaws.com:443 HTTP/1.1');
  });
});
