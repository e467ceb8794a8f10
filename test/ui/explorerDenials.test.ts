import assert from 'node:assert/strict';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { deny } from './sandboxTalk.ts';
import { outlineOf, TreeView } from './treeView.ts';
import { signIn } from './world.ts';

const account = 'Account ethan@example.com';
const region = [account, 'Region us-west-2'];
const workgroup = [...region, 'Workgroup redshift-tip-enabled'];
const dev = [...workgroup, 'Database dev'];
const crm = [...dev, 'Schema crm'];
const customers = [...crm, 'Tables', 'Table customers'];

const execute = 'redshift-data:ExecuteStatement';
const role = 'is denied to the role RedshiftDataAPIClientRole. Press to try again.';

interface Denial {
  readonly denied: readonly string[];
  /** Whose level has the line. */
  readonly at: readonly string[];
  readonly line: string;
  /** What is still there. */
  readonly usable: readonly string[];
}

/** Statements ran before in all of them, so that only what is asked anew is denied. */
const denials: readonly Denial[] = [
  {
    denied: ['redshift-serverless:ListWorkgroups'],
    at: region,
    line: 'Workgroups are those of the profile: redshift-serverless:ListWorkgroups is denied to the bridge role.',
    usable: [...customers, 'Column email, character varying(80)'],
  },
  {
    denied: ['redshift:DescribeClusters'],
    at: region,
    line: 'Clusters are those of the profile: redshift:DescribeClusters is denied to the bridge role.',
    usable: [...customers, 'Column email, character varying(80)'],
  },
  {
    denied: [execute],
    at: workgroup,
    line: 'SHOW DATABASES: AWS denied ExecuteStatement. Read by ListDatabases instead: types and owners are missing.',
    usable: [...customers, 'Column email, varchar'],
  },
  {
    denied: ['redshift-data:DescribeStatement'],
    at: dev,
    line: 'SHOW SCHEMAS: AWS denied DescribeStatement. Read by ListSchemas instead: types and owners are missing.',
    usable: [...customers, 'Column email, varchar'],
  },
  {
    denied: ['redshift-data:GetStatementResult'],
    at: crm,
    line: 'SHOW TABLES: AWS denied GetStatementResultV2. Read by ListTables instead: owners and comments are missing.',
    usable: [...customers, 'Column email, varchar'],
  },
  {
    denied: [execute, 'redshift-data:ListDatabases'],
    at: workgroup,
    line: `Error: ${execute} ${role}`,
    usable: [...region, 'Cluster finance-cluster'],
  },
  {
    denied: [execute, 'redshift-data:ListSchemas'],
    at: dev,
    line: `Error: ${execute} ${role}`,
    usable: [...workgroup, 'Database archive'],
  },
  {
    denied: [execute, 'redshift-data:ListTables'],
    at: crm,
    line: `Error: ${execute} ${role}`,
    usable: [...dev, 'Schema public'],
  },
  {
    denied: [execute, 'redshift-data:DescribeTable'],
    at: customers,
    line: `Error: ${execute} ${role}`,
    usable: [...crm, 'Tables', 'Table feedback'],
  },
];

describe('the explorer where AWS denies', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let workbench: Workbench;
  let tree: TreeView;

  openWorldForTests('explorer-denials', {}, async (open) => {
    ({ sandbox, workbench } = open);
    tree = new TreeView(workbench, 'Explorer');
    await workbench.page.setViewportSize({ width: 1440, height: 1800 });
    await workbench.openView('Redshift Identity');
    await signIn(open.world, 'ethan@example.com');
  });

  it('shows one line in place of the databases where no statement may run, until one may', async () => {
    await deny(sandbox.ready, [execute]);
    await tree.open(...workgroup);
    assert.equal(
      outlineOf(await tree.below(...workgroup)),
      ['Workgroup redshift-tip-enabled, database dev', `  Error: ${execute} ${role}`].join('\n'),
    );
    await tree.find(...region, 'Cluster finance-cluster');
    await deny(sandbox.ready, []);
    // Pressing the line asks again, as it says.
    await tree.at(await tree.find(...workgroup, 'Error:')).click();
    await tree.find(...dev);
  });

  for (const { denied, at, line, usable } of denials) {
    it(`stays usable without ${denied.join(' and ')}`, async () => {
      await deny(sandbox.ready, []);
      await workbench.runCommand('Redshift Identity: Refresh Explorer');
      await tree.open(...customers);
      await tree.find(...customers, 'Column email, character varying(80), NOT NULL');
      await tree.waitForRows((drawn) => !drawn.some(({ label }) => / denied /.test(label)));
      await deny(sandbox.ready, denied);
      await workbench.runCommand('Redshift Identity: Refresh Explorer');
      await tree.find(...at, line);
      await tree.find(...usable);
      const own = (await tree.below(...at)).filter(
        ({ level, label }) => level === at.length + 1 && / denied /.test(label),
      );
      assert.deepEqual(
        own.map(({ label }) => label),
        [line],
      );
    });
  }

  it('is as it was after the denials and a refresh', async () => {
    await deny(sandbox.ready, []);
    await workbench.runCommand('Redshift Identity: Refresh Explorer');
    const rows = await tree.waitForRows(
      (drawn) => drawn.length > 20 && !drawn.some(({ label }) => / denied /.test(label)),
    );
    assert.ok(rows.some(({ label }) => label === 'Column since, date'));
  });
});
