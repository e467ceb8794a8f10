import assert from 'node:assert/strict';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { grantedTrees, write } from './grantedTrees.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { awsCalls, awsCallsUntil, countOperations, lastSequence } from './sandboxTalk.ts';
import { outlineOf, TreeView, type TreeRow } from './treeView.ts';
import { signIn, type World } from './world.ts';

const people = ['ethan@example.com', 'frank@example.com', 'alex@example.com', 'ming@example.com'];

/** System schemas stay closed: what PostgreSQL has in them is not Redshift's. */
const isToOpen = ({ label }: TreeRow) => !/^Schema (information_schema|pg_catalog)/.test(label);

/** Levels that ask Redshift. The tables of a schema come with it. */
const isAsked = ({ label, expanded }: TreeRow) =>
  expanded === true &&
  /^(Workgroup|Cluster|Database|Schema|Functions|Procedures|Table|View|Materialized view|External table) ?(?!.*s, \d+$)/.test(
    label,
  );

describe('the explorer, as four people see it', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let world: World;
  let workbench: Workbench;
  let tree: TreeView;

  openWorldForTests('explorer', {}, (open) => {
    ({ sandbox, world, workbench } = open);
    tree = new TreeView(workbench, 'Explorer');
  });

  it('shows the Regions of everybody who signed in, and calls nobody', async () => {
    await workbench.page.setViewportSize({ width: 1440, height: 3000 });
    await workbench.openView('Redshift Identity');
    for (const login of people) await signIn(world, login);
    const rows = await tree.waitForRows((drawn) => drawn.length === 3 * people.length);
    assert.equal(
      outlineOf(rows),
      [
        'Account ethan@example.com, groups exec-global, awssso-sales',
        '  Region us-east-1',
        '  Region us-west-2',
        'Account frank@example.com, groups amer-sales',
        '  Region us-east-1',
        '  Region us-west-2',
        'Account alex@example.com, groups emea-sales',
        '  Region us-east-1',
        '  Region us-west-2',
        'Account ming@example.com, groups apac-sales',
        '  Region us-east-1',
        '  Region us-west-2',
      ].join('\n'),
    );
    assert.deepEqual(await awsCalls(sandbox.ready), []);
    await workbench.page.locator('.pane-header[aria-label^="Identity"]').click();
  });

  for (const [login, region, granted] of grantedTrees) {
    const byKeyboard = login.startsWith('ethan') && region === 'us-east-1';
    it(`shows ${login} what is granted in ${region}${byKeyboard ? ', by keyboard' : ''}`, async () => {
      const way = [`Account ${login}`, `Region ${region}`];
      const before = await lastSequence(sandbox.ready);
      const rows = byKeyboard
        ? await tree.openAllByKeyboard(way, isToOpen)
        : await tree.openAll(way, isToOpen);
      assert.equal(outlineOf(rows), write({ [`Region ${region}`]: granted }).join('\n'));
      const warehouses = rows.filter(({ label }) => /^(Workgroup|Cluster)/.test(label)).length;
      // One statement a level, and one a warehouse that asks who the person is there.
      const statements = rows.filter(isAsked).length + warehouses;
      assert.deepEqual(countOperations(await awsCalls(sandbox.ready, before), login, region), {
        AssumeRoleWithWebIdentity: 1,
        CreateTokenWithIAM: 1,
        AssumeRole: 1,
        ListWorkgroups: 1,
        DescribeClusters: 1,
        ExecuteStatement: statements,
        DescribeStatement: statements,
        GetStatementResultV2: statements,
      });
      await tree.toggle(...way);
    });
  }

  it('sends nothing after a reload of the window until somebody opens a level', async () => {
    const [ming, frank] = ['Account ming@example.com', 'Account frank@example.com'];
    await tree.open(ming, 'Region us-west-2', 'Workgroup', 'Database dev', 'Schema public', 'Tables');
    const before = await lastSequence(sandbox.ready);
    await workbench.reload();
    await workbench.waitForStatus('ming@example.com');
    await tree.waitForRows((drawn) => drawn.length >= 3 * people.length - 2);
    // What the reload itself sends would come before this.
    await tree.open(frank, 'Region us-east-1', 'Workgroup');
    const calls = await awsCallsUntil(sandbox.ready, 'DescribeClusters', before);
    // Statements need no sign-in in the new window; to look for workgroups, the bridge role is taken anew.
    assert.deepEqual(countOperations(calls, 'frank@example.com', 'us-east-1'), {
      AssumeRoleWithWebIdentity: 1,
      ListWorkgroups: 1,
      DescribeClusters: 1,
      ExecuteStatement: 2,
      DescribeStatement: 2,
      GetStatementResultV2: 2,
    });
  });
});
