import assert from 'node:assert/strict';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { RequestLogEntry } from '../../src/protocol/requestLog.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { awsCalls, awsCallsUntil, lastSequence } from './sandboxTalk.ts';
import { TreeView } from './treeView.ts';
import { openNotebook, signIn, waitForValues } from './world.ts';

/** Seconds that a session lives here; an hour of the real thing. */
const lifetime = 24;

/** What a renewal calls: the bridge role's session ends with the other one. */
const walk = ['AssumeRoleWithWebIdentity', 'CreateTokenWithIAM', 'AssumeRole'];

describe('sessions that end while somebody works', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let workbench: Workbench;
  let tree: TreeView;

  openWorldForTests('expiry', { sandboxArgs: ['--session-seconds', String(lifetime)] }, async (open) => {
    ({ sandbox, workbench } = open);
    tree = new TreeView(workbench, 'Identity');
    await workbench.page.setViewportSize({ width: 1440, height: 1400 });
    await signIn(open.world, 'ming@example.com');
    await openNotebook(workbench, 'ming-apac.rsql');
  });

  /** Runs the cell "Sales by region", and gives the calls of AWS that it took. */
  async function runCell(): Promise<RequestLogEntry[]> {
    const before = await lastSequence(sandbox.ready);
    await workbench.runCell(1);
    const calls = await awsCallsUntil(sandbox.ready, 'GetStatementResultV2', before);
    await waitForValues(workbench, 'APAC');
    return calls;
  }

  it('renews for the next cell, when nobody looked and the session has ended', async () => {
    await runCell();
    await workbench.waitForSpokenStatus(status('ready'));
    // The files are in front at the side, so nothing keeps the session alive.
    await workbench.waitForSpokenStatus(status('expired'));
    const calls = await runCell();
    assert.deepEqual(namesOf(calls).slice(0, 4), [...walk, 'ExecuteStatement']);
    await workbench.waitForSpokenStatus(status('ready'));
  });

  it('renews while somebody looks at the identity view, without a cell', async () => {
    await workbench.openView('Redshift Identity');
    await workbench.closeView('Explorer');
    await tree.open('Hop 4');
    const key = await accessKeyId();
    const before = await lastSequence(sandbox.ready);
    let shortest = lifetime;
    await tree.waitForRows((rows) => {
      const row = rows.find(({ label }) => label.startsWith('Hop 4'));
      assert.ok(!row?.text.includes('expired'), row?.text);
      const left = secondsIn(row?.text ?? '');
      const renewed = left > shortest;
      shortest = Math.min(left, shortest);
      return renewed;
    });
    await tree.waitForRows((rows) => !rows.some(({ label }) => label === `Access key ID: ${key}`));
    assert.ok(shortest < lifetime / 2, `it was renewed with ${shortest} s left`);
    assert.deepEqual(namesOf(await awsCalls(sandbox.ready, before)), walk);
    await workbench.screenshot('expiry-renewed-dark');
  });

  it('runs the next cell with it, and nobody signed in again', async () => {
    const calls = await runCell();
    assert.equal(namesOf(calls)[0], 'ExecuteStatement');
    const log = await (await fetch(`${sandbox.ready.aws.endpoint}/sandbox/requests`)).text();
    assert.equal(log.match(/authorization_code/g)?.length, 1);
  });

  async function accessKeyId(): Promise<string> {
    const { label } = await tree.find('Hop 4', 'Access key ID: ');
    return label.replace('Access key ID: ', '');
  }
});

const status = (state: string) =>
  `Redshift: ming@example.com, Region us-east-1, workgroup redshift-tip-enabled, the window’s default, session ${state}`;

const namesOf = (calls: readonly RequestLogEntry[]) => calls.map(({ operation }) => operation);

/** Of a countdown such as `ready · 12 s`; NaN for another text. */
const secondsIn = (text: string) => Number(/(\d+) s$/.exec(text)?.[1]);
