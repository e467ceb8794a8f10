import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import * as vscode from 'vscode';
import type { Site, Warehouse } from '../../src/core/identity/profile.ts';
import { plainLabel } from '../../src/host/plainLabel.ts';
import { withoutIcons } from '../../src/host/withoutIcons.ts';
import { currentItem, siteItems } from '../../src/host/region/sitePickItems.ts';
import { SiteReach } from '../../src/host/region/siteReach.ts';
import {
  columnOf,
  lastRequest,
  openNotebook,
  ready,
  requestsSince,
  runCell,
  signIn,
  signOut,
  until,
} from './world.ts';

const regions = 'SELECT DISTINCT region FROM sales ORDER BY region;\n';
const siteOf = (region: string) => ready.sites.find((site) => site.region === region);

/** Text of a notebook's file after it was saved. */
async function saved(notebook: vscode.NotebookDocument): Promise<string> {
  assert.ok(await notebook.save(), 'the notebook is not saved');
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(notebook.uri));
}

/** Calls that an identity chain makes. */
async function identityCalls(after: number): Promise<string[]> {
  return (await requestsSince(after))
    .map(({ operation }) => operation)
    .filter((operation) => /^token|Assume|CreateToken/.test(operation));
}

async function selectRegion(region: string): Promise<void> {
  await vscode.commands.executeCommand('redshiftIdentity.selectRegion', { region });
}

describe('switching the Region', () => {
  before(() => signIn('ming@example.com'));
  after(() => signOut('ming@example.com'));

  it('writes a header into a notebook that has none, and changes no other byte', async () => {
    const text = `-- %%  Mine\r\n${regions.replace('\n', '\r\n')}\r\n\r\n-- %% [markdown]\r\n-- Note\r\n`;
    const notebook = await openNotebook('no-header.rsql', text);
    await selectRegion('us-west-2');
    const header = [
      '-- ---',
      '-- redshift:',
      '--   region: us-west-2',
      `--   workgroup: ${siteOf('us-west-2')?.workgroup}`,
      `--   database: ${siteOf('us-west-2')?.database}`,
      '-- ---',
      '',
      '',
    ].join('\r\n');
    assert.equal(await saved(notebook), header + text);
  });

  it('changes the header there is, in its lines only', async () => {
    const header = (region: string, name: string | undefined, rest: string) =>
      `-- ---\n-- redshift:\n--   region: ${region}  # mine\n--   workgroup: ${name}\n${rest}-- ---\n\n${regions}`;
    const rest = '--   database: dev\n--   other: kept\n';
    const notebook = await openNotebook(
      'header.rsql',
      header('us-east-1', siteOf('us-east-1')?.workgroup, rest),
    );
    await selectRegion('us-west-2');
    assert.equal(await saved(notebook), header('us-west-2', siteOf('us-west-2')?.workgroup, rest));
  });

  it('runs the next cell there, for two notebooks in two Regions at once, and goes back without an identity call', async () => {
    const one = await openNotebook('one.rsql', regions);
    await selectRegion('us-west-2');
    const other = await openNotebook('region-other.rsql', regions);
    await selectRegion('us-east-1');
    const regionOf = async (notebook: vscode.NotebookDocument) =>
      (await runCell(notebook, 0)).results[0]?.region;
    assert.deepEqual([await regionOf(one), await regionOf(other)], ['us-west-2', 'us-east-1']);
    const from = await lastRequest();
    await vscode.window.showNotebookDocument(one);
    await until(() => vscode.window.activeNotebookEditor?.notebook === one, 'the notebook is in front');
    await selectRegion('us-east-1');
    assert.equal(await regionOf(one), 'us-east-1');
    await selectRegion('us-west-2');
    const back = await runCell(one, 0);
    assert.deepEqual(
      [back.results[0]?.region, columnOf(back, 'region'), await identityCalls(from)],
      ['us-west-2', ['APAC'], []],
    );
  });

  it('sets the window’s default where no notebook is in front, and a header wins over it', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await selectRegion('us-west-2');
    const plain = await openNotebook('plain.rsql', regions);
    assert.equal((await runCell(plain, 0)).results[0]?.region, 'us-west-2');
    const own = await openNotebook(
      'own.rsql',
      `-- ---\n-- redshift:\n--   region: us-east-1\n-- ---\n\n${regions}`,
    );
    assert.equal((await runCell(own, 0)).results[0]?.region, 'us-east-1');
    assert.equal(await saved(plain), regions);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await selectRegion('us-east-1');
  });

  it('picks from the list by keyboard, without a signed call', async () => {
    const notebook = await openNotebook('region-picked.rsql', regions);
    const from = await lastRequest();
    const picked = vscode.commands.executeCommand('redshiftIdentity.selectRegion');
    let over = false;
    void picked.then(() => (over = true));
    // The pick may not be open yet, so the keys are pressed until it took them.
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return over;
    }, 'the pick is over');
    assert.match(await saved(notebook), /^-- ---\n-- redshift:\n-- {3}region: us-east-1\n/);
    const signed = (await requestsSince(from)).filter(({ principal }) => principal !== '');
    assert.deepEqual(signed, []);
  });

  it('says what to change for a Region that the profile does not have', async () => {
    const notebook = await openNotebook('nowhere.rsql', regions);
    await selectRegion('eu-central-1');
    assert.equal(await saved(notebook), regions);
  });
});

describe('names in labels', () => {
  const link = '[run](command:workbench.action.quit)';
  const names = [
    { name: 'sales-$5', inLabel: 'sales-$5', inLanguageStatus: 'sales-$5' },
    { name: link, inLabel: link, inLanguageStatus: '[run] (command:workbench.action.quit)' },
    {
      name: '$(verified) mine',
      inLabel: '$ (verified) mine',
      inLanguageStatus: '$ (verified) mine',
    },
    { name: 'a\u202eb', inLabel: 'a\\u202Eb', inLanguageStatus: 'a\\u202Eb' },
  ];
  for (const { name, inLabel, inLanguageStatus } of names) {
    it(`show ${JSON.stringify(name)} as text`, () =>
      assert.deepEqual([withoutIcons(name), plainLabel(name)], [inLabel, inLanguageStatus]));
  }
});

describe('the list of Regions', () => {
  const warehouse = (name: string): Warehouse => ({ kind: 'workgroup', name, database: 'dev' });
  const site = (region: string, ...names: string[]): Site => ({
    region,
    applicationArn: '',
    bridge: { kind: 'role', roleArn: '' },
    dataRoleArn: '',
    warehouses: names.map(warehouse),
    contextProviderArn: '',
  });
  const first = site('us-east-1', 'small', 'large');
  const second = site('eu-west-1', '$(flame)');
  const now = Date.parse('2026-01-01T00:00:00Z');
  const session = {
    hop: 'identityEnhancedSession',
    state: 'ready',
    since: new Date(now - 60_000),
    expires: new Date(now + 60_000),
    details: [],
  } as const;
  const discovered = (of: Site) => ({
    warehouses: of.warehouses.map((one) => ({ ...one, listed: true })),
    notices: [],
  });

  it('shows all sites and warehouses with state and latency, the current one marked, and no icon of a name', () => {
    const items = siteItems({
      seen: [
        {
          site: first,
          at: { hops: [session], discovered: discovered(first) },
          reach: { reachable: true, latency: 12 },
        },
        { site: second, at: { hops: [], discovered: discovered(second) }, reach: { reachable: false } },
        { site: site('eu-west-2', 'far'), at: undefined, reach: undefined },
      ],
      current: { site: first, warehouse: warehouse('large') },
      namedBy: 'region',
      keeper: 'notebook',
      inNotebook: true,
      now,
    });
    const until = session.expires.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    assert.deepEqual(
      items.map(({ label, description = '', detail = '' }) => [label, description, detail]),
      [
        ['', '', ''],
        [
          'us-east-1',
          'large · workgroup, database dev, in use',
          `$(verified) ready until ${until} · $(pulse) 12 ms`,
        ],
        ['us-east-1', 'small · workgroup, database dev', `$(verified) ready until ${until} · $(pulse) 12 ms`],
        ['', '', ''],
        [
          'eu-west-1',
          '$ (flame) · workgroup, database dev',
          '$(account) not signed in yet · $(debug-disconnect) unreachable',
        ],
        ['', '', ''],
        [
          'eu-west-2',
          'far · workgroup, database dev',
          '$(account) not signed in yet · $(loading~spin) measuring',
        ],
        ['', '', ''],
        ['Set as the window’s default…', 'the notebook’s header stays as it is', ''],
        ['Switch account…', '', ''],
      ],
    );
    assert.equal(currentItem(items)?.choice?.warehouse.name, 'large');
  });

  it('measures a Region without credentials on a warm connection, and keeps the answer for 15 seconds', async () => {
    let clock = 0;
    const asked: { url: string; headers: unknown; method: string | undefined }[] = [];
    const answer: typeof fetch = async (input, init) => {
      asked.push({ url: String(input), headers: init?.headers, method: init?.method });
      clock += asked.length === 1 ? 400 : 20;
      return new Response(null, { status: 403 });
    };
    const reach = new SiteReach(answer, () => clock);
    const there = { region: 'cn-north-1' };
    const [cold, kept] = [await reach.measure(there), await reach.measure(there)];
    clock += 15_000;
    await reach.measure(there);
    const call = {
      url: 'https://redshift-data.cn-north-1.amazonaws.com.cn',
      headers: undefined,
      method: 'HEAD',
    };
    assert.deepEqual(
      [cold, kept, asked],
      [{ reachable: true, latency: 20 }, { reachable: true, latency: 20 }, [call, call, call, call]],
    );
  });

  it('reaches the sandbox, and not a port where nobody listens', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => listener.once('listening', resolve));
    const address = listener.address();
    assert.ok(address && typeof address === 'object');
    await new Promise((resolve) => listener.close(resolve));
    const reach = new SiteReach();
    const [here, nobody] = await Promise.all([
      reach.measure({ region: 'us-east-1', endpoint: ready.aws.endpoint }),
      reach.measure({ region: 'us-east-1', endpoint: `http://127.0.0.1:${address.port}` }),
    ]);
    assert.deepEqual([here.reachable, nobody], [true, { reachable: false }]);
  });
});
