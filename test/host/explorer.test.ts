import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Cancelled, HopError } from '../../src/core/errors.ts';
import { createCatalog } from '../../src/core/redshift/catalog/catalog.ts';
import { listedWarehouses, type Discovery } from '../../src/core/redshift/discovery.ts';
import type { AccountAtSite } from '../../src/host/accountAtSite.ts';
import { signIn as signInAtOkta } from '../../src/host/auth/signIn.ts';
import { draggedText } from '../../src/host/explorer/dragAndDrop.ts';
import { Favourites } from '../../src/host/explorer/favourites.ts';
import { runsAt } from '../../src/host/explorer/insertCell.ts';
import {
  nodeId,
  type DatabaseNode,
  type ExplorerNode,
  type RelationNode,
  type WarehouseNode,
} from '../../src/host/explorer/nodes.ts';
import { sqlNameOf } from '../../src/host/explorer/sqlName.ts';
import {
  denied,
  failed,
  manyTables,
  scriptedCatalog,
  table,
  type Script,
} from '../core/redshift/catalog/scriptedCatalog.ts';
import { ExplorerWorld, memento } from './explorerWorld.ts';
import {
  lastRequest,
  openNotebook,
  requestsSince,
  resultOf,
  runCell,
  signIn,
  signOut,
  until,
} from './world.ts';

const ethan = 'ethan@example.com';
const databases = table(`database_name|database_owner|database_type
  dev|rsadmin|local
  archive|rsadmin|local`);
const schemas = table(`schema_name|schema_owner|schema_type
  public|rsadmin|local`);
const tables = table(`table_name|table_type|remarks|owner
  sales|TABLE|Sales of [us](command:x)|rsadmin
  order|TABLE||rsadmin
  totals|VIEW||rsadmin`);
const columns =
  table(`column_name|ordinal_position|column_default|is_nullable|data_type|numeric_precision|numeric_scale|sort_key_type|sort_key_order|dist_key|encoding
  id|1||NO|integer||||1|true|az64
  Amount due|2||YES|numeric|12|2||0|false|az64`);

const base: Script = [
  [/^SHOW DATABASES/, databases],
  [/^SHOW SCHEMAS/, schemas],
  [/^SHOW TABLES/, tables],
  [/^SHOW COLUMNS/, columns],
];

describe('explorer over a scripted Redshift', () => {
  let world: ExplorerWorld;
  let source: ReturnType<typeof scriptedCatalog>;
  let discoveries: number;
  let discovery: () => Promise<Discovery>;
  const region = () => world.profile.sites[0]?.region ?? '';
  const workgroup = () => world.profile.sites[0]?.warehouses[0]?.name ?? '';
  const inDev = (...labels: string[]) => [ethan, region(), workgroup(), 'dev', ...labels];

  async function make(script: Script): Promise<void> {
    source = scriptedCatalog(script);
    const catalogs = new Map<string, ReturnType<typeof createCatalog>>();
    discoveries = 0;
    discovery = async () => listedWarehouses(world.profile.sites[0]?.warehouses ?? []);
    world = await ExplorerWorld.make({
      get: (profile, site, account) => {
        const at: Partial<AccountAtSite> = {
          profile,
          site,
          account,
          discovered: listedWarehouses(site.warehouses),
          discover: () => {
            discoveries++;
            return discovery();
          },
          catalog: (warehouse) => {
            const key = JSON.stringify([site.region, warehouse]);
            const known = catalogs.get(key) ?? createCatalog(source);
            catalogs.set(key, known);
            return known;
          },
        };
        const key = `${account.id} ${site.region}`;
        const known = opened.get(key) ?? (at as AccountAtSite);
        opened.set(key, known);
        return known;
      },
    });
    const opened = new Map<string, AccountAtSite>();
    await world.add(ethan);
  }
  afterEach(() => world.close());

  it('shows accounts and Regions without a call', async () => {
    await make(base);
    const [account] = await world.tree.getChildren();
    await world.tree.getChildren(account);
    assert.deepEqual([await world.below(), source.queries.length, discoveries], [[ethan], 0, 0]);
  });

  it('asks one statement a level, and a redraw asks none', async () => {
    await make(base);
    const before = await world.below(...inDev('public', 'Tables', 'sales'));
    const asked = source.queries.map(({ sql }) => sql.split(' ').slice(0, 2).join(' '));
    await world.below(...inDev('public', 'Tables', 'sales'));
    await world.below(...inDev('public', 'Views'));
    assert.deepEqual(
      [before, asked, source.queries.length],
      [['id', 'Amount due'], ['SHOW DATABASES', 'SHOW SCHEMAS', 'SHOW TABLES', 'SHOW COLUMNS'], 4],
    );
  });

  it('has a group for each kind that there is, and routines that are asked for later', async () => {
    await make(base);
    assert.deepEqual(await world.below(...inDev('public')), ['Tables', 'Views', 'Functions', 'Procedures']);
  });

  it('tells two databases apart that hold the same names', async () => {
    await make(base);
    const ids = [];
    for (const database of ['dev', 'archive']) {
      const path = [ethan, region(), workgroup(), database, 'public', 'Tables', 'sales'];
      ids.push(nodeId(await world.open(...path)));
    }
    assert.notEqual(ids[0], ids[1]);
  });

  it('a name with a separator in it takes no other’s place', async () => {
    const odd = table(`table_name|table_type\n  a/b|TABLE\n  a","b|TABLE\n  a|TABLE`);
    await make([[/^SHOW TABLES/, odd], ...base]);
    const children = await world.tree.getChildren(await world.open(...inDev('public', 'Tables')));
    assert.equal(new Set(children.map(nodeId)).size, 3);
  });

  const failures = [
    {
      label: 'a hop',
      error: new HopError({
        hop: 'bridgeRole',
        awsCode: 'AccessDenied',
        description: 'Not authorized.',
        remedy: 'Ask.',
      }),
      shown: /^Bridge role failed: AccessDenied/,
      tooltip: /Denied at: Bridge role\./,
    },
    { label: 'a statement', error: failed('disk full'), shown: /disk full/, tooltip: /try again/ },
    { label: 'a call', error: denied('ExecuteStatement'), shown: /AccessDenied/, tooltip: /try again/ },
    { label: 'a cancel', error: new Cancelled(), shown: /^Cancelled$/, tooltip: /try again/ },
  ];
  for (const { label, error, shown, tooltip } of failures) {
    it(`draws a level that failed by ${label}, keeps its siblings, and asks again only when told`, async () => {
      let failing = true;
      await make([
        [
          /FROM DATABASE "archive"/,
          async () => {
            if (failing) throw error;
            return schemas;
          },
        ],
        ...base,
      ]);
      const path = [ethan, region(), workgroup(), 'archive'];
      const [node] = await world.tree.getChildren(await world.open(...path));
      assert.ok(node?.kind === 'error');
      const item = world.tree.getTreeItem(node);
      assert.match(String(item.label), shown);
      assert.match(
        (item.tooltip as vscode.MarkdownString).value.replaceAll('&nbsp;', ' ').replaceAll('\\', ''),
        tooltip,
      );
      assert.deepEqual(await world.below(...inDev()), ['public']);
      const asked = source.queries.length + source.calls.length;
      await world.below(...path);
      assert.equal(source.queries.length + source.calls.length, asked);
      failing = false;
      world.tree.levels.retry(node);
      assert.deepEqual(await world.below(...path), ['public']);
    });
  }

  it('says that a level is empty', async () => {
    await make([[/^SHOW TABLES/, { columns: ['table_name', 'table_type'], rows: [] }], ...base]);
    const [first] = await world.below(...inDev('public'));
    assert.match(first ?? '', /^No tables you may see/);
  });

  it('draws the profile’s workgroups at once, and what discovery says in one quiet line', async () => {
    await make(base);
    let tell: (error: Error) => void = () => undefined;
    discovery = () => new Promise((_, reject) => (tell = reject));
    const at = await world.below(ethan, region());
    tell(new HopError({ hop: 'okta', code: 'SignInRequired', description: 'expired' }));
    await until(() => world.drawn.length > 0, 'the Region is drawn anew');
    const after = await world.below(ethan, region());
    assert.deepEqual([at.includes(workgroup()), after.length - at.length, discoveries], [true, 1, 1]);
  });

  it('loads more of a long level, and finds what is not drawn yet', async () => {
    await make([[/^SHOW TABLES/, manyTables(0, 1_200)], ...base]);
    const group = inDev('public', 'Tables');
    const [first, more] = [await world.below(...group), await world.open(...group, 'Load more (700 left)')];
    assert.ok(more.kind === 'more');
    await world.tree.levels.more(more);
    const second = await world.below(...group);
    assert.deepEqual([first.length, second.length, second.at(-1)], [501, 1_001, 'Load more (200 left)']);
    const { target, relation } = (await world.open(...group, 't00000')) as RelationNode;
    const found = await world.tree.find(target, {
      type: 'relation',
      relation: { ...relation, name: 't01199' },
    });
    assert.equal(world.label(found), 't01199');
    assert.equal(source.queries.filter(({ sql }) => sql.startsWith('SHOW TABLES')).length, 1);
  });

  it('finds a column’s view, whatever kind the catalogue takes it for', async () => {
    await make(base);
    const { target, relation } = (await world.open(...inDev('public', 'Tables', 'sales'))) as RelationNode;
    const found = await world.tree.find(target, {
      type: 'column',
      relation: { ...relation, name: 'totals', kind: 'table' },
      column: 'id',
    });
    assert.deepEqual([world.label(found), world.label(found.parent ?? found)], ['id', 'totals']);
  });

  it('keeps quiet about a discovery that failed after it was asked anew', async () => {
    await make(base);
    let tell: (error: Error) => void = () => {};
    discovery = () => new Promise((_, reject) => (tell = reject));
    await world.below(ethan, region());
    discovery = async () => listedWarehouses(world.profile.sites[0]?.warehouses ?? []);
    world.tree.levels.forgetAll();
    world.drawn.length = 0;
    tell(new Cancelled());
    await until(() => world.drawn.length > 1, 'both answers are drawn');
    const kinds = (await world.tree.getChildren(await world.open(ethan, region()))).map(({ kind }) => kind);
    assert.ok(!kinds.includes('error'), kinds.join(', '));
  });

  it('takes cells to a notebook of the same profile alone: another may be another AWS account', async () => {
    await make(base);
    const { target } = (await world.open(...inDev())) as DatabaseNode;
    const notebook = await vscode.workspace.openNotebookDocument('redshiftIdentity.notebook');
    const other = { ...target, profile: { ...target.profile, name: 'Other company' } };
    const connected = [target, other].map((there) =>
      runsAt(notebook, { of: () => ({ ...there, fromHeader: false }) }, target),
    );
    assert.deepEqual(connected, [target.warehouse.database, undefined]);
  });

  it('tells a table that another window pinned or unpinned', async () => {
    await make(base);
    const { target, relation } = (await world.open(...inDev('public', 'Tables', 'sales'))) as RelationNode;
    const state = memento();
    const [here, there] = [new Favourites(state), new Favourites(state)];
    const told = [here.has(target, relation)];
    await there.pin(target, relation);
    told.push(here.has(target, relation));
    await there.unpin(target, relation);
    told.push(here.has(target, relation));
    assert.deepEqual(told, [false, true, false]);
  });

  it('filters ten thousand tables by a key stroke, with ancestors open and the rest as it was', async () => {
    await make([[/^SHOW TABLES/, manyTables(0, 9_990)], ...base]);
    await world.below(...inDev('public', 'Tables'));
    const asked = source.queries.length;
    world.tree.setFilter('T0099');
    const { found, total } = world.tree.filter ?? {};
    const names = await world.below(...inDev('public', 'Tables'));
    assert.deepEqual([names[0], names.at(-1), names.length], ['t00990', 't00999', 10]);
    const group = await world.open(...inDev('public', 'Tables'));
    const state = world.tree.getTreeItem(group).collapsibleState;
    assert.deepEqual([found, total, state], [10, 9_990, vscode.TreeItemCollapsibleState.Expanded]);
    assert.equal(source.queries.length, asked);
    world.tree.setFilter('');
    assert.equal((await world.below(...inDev('public', 'Tables'))).length, 501);
  });

  it('brings back new lines when a filter ends, open as the person left them', async () => {
    await make(base);
    const schema = await world.open(...inDev('public'));
    const drawn = () => {
      const { id, collapsibleState } = world.tree.getTreeItem(schema);
      return { id, open: collapsibleState === vscode.TreeItemCollapsibleState.Expanded };
    };
    // Nobody told that it was opened.
    await world.tree.getChildren(schema);
    const before = drawn();
    world.tree.redraw();
    assert.deepEqual(drawn(), before);
    world.tree.setFilter('sales');
    world.tree.setOpen(schema, false);
    world.tree.setFilter('');
    const after = drawn();
    assert.deepEqual([before.open, after.open], [true, true]);
    assert.notEqual(after.id, before.id);
    world.tree.redraw();
    assert.deepEqual(drawn(), after);
    world.tree.setOpen(schema, false);
    await world.tree.getChildren(schema);
    assert.equal(drawn().open, false);
  });

  it('pins for the account, and draws a pinned table without a call', async () => {
    await make(base);
    const sales = (await world.open(...inDev('public', 'Tables', 'sales'))) as RelationNode;
    await world.favourites.pin(sales.target, sales.relation);
    const asked = source.queries.length;
    assert.equal((await world.below(ethan))[0], 'Pinned');
    const pinned = await world.open(ethan, 'Pinned', 'public.sales');
    const contexts = [pinned, sales].map((node) => world.tree.getTreeItem(node).contextValue);
    await world.favourites.unpin(sales.target, sales.relation);
    assert.deepEqual(
      [contexts, (await world.below(ethan))[0], source.queries.length],
      [['relation:table:pinned', 'relation:table:pinned'], region(), asked],
    );
  });

  it('shows a hover’s names as text', async () => {
    await make(base);
    const sales = await world.open(...inDev('public', 'Tables', 'sales'));
    const { tooltip } = await world.tree.resolveTreeItem(world.tree.getTreeItem(sales), sales);
    assert.ok(tooltip instanceof vscode.MarkdownString && !tooltip.isTrusted && !tooltip.supportHtml);
    assert.match(tooltip.value, /Sales/);
    assert.doesNotMatch(tooltip.value, /[^\\]\]\(command:/);
  });

  it('a hover over a pinned table asks nothing of a workgroup that nobody opened', async () => {
    await make(base);
    const { target } = (await world.open(ethan, region(), workgroup())) as WarehouseNode;
    await world.favourites.pin(target, { database: 'dev', schema: 'public', name: 'sales', kind: 'table' });
    const pinned = await world.open(ethan, 'Pinned', 'public.sales');
    await world.tree.resolveTreeItem(world.tree.getTreeItem(pinned), pinned);
    assert.deepEqual(source.queries, []);
  });

  it('names things as a statement has to', async () => {
    await make(base);
    const path = [ethan, region(), workgroup()];
    const nodes = [
      await world.open(...path, 'dev', 'public'),
      await world.open(...path, 'archive', 'public'),
      await world.open(...path, 'dev', 'public', 'Tables', 'order'),
      await world.open(...path, 'archive', 'public', 'Tables', 'sales'),
      await world.open(...path, 'dev', 'public', 'Tables', 'sales', 'Amount due'),
    ];
    const names = ['public', 'archive.public', 'public."order"', 'archive.public.sales', '"Amount due"'];
    assert.deepEqual([nodes.map(sqlNameOf), draggedText(nodes)], [names, names.join(', ')]);
  });

  it('gives every node a name for screen readers and a codicon', async () => {
    await make(base);
    const left: ExplorerNode[] = await world.tree.getChildren();
    let seen = 0;
    for (let node = left.pop(); node; node = left.pop(), seen++) {
      const item = world.tree.getTreeItem(node);
      assert.ok(item.accessibilityInformation?.label, `${node.kind} has no name`);
      assert.ok(item.iconPath instanceof vscode.ThemeIcon, `${node.kind} has no icon`);
      left.push(...(await world.tree.getChildren(node)));
    }
    assert.ok(seen > 20, `${seen} nodes`);
  });

  it('draws the parents of a node as they are', async () => {
    await make(base);
    const column = await world.open(...inDev('public', 'Tables', 'sales', 'id'));
    const labels = [];
    for (let node: ExplorerNode | undefined = column; node; node = world.tree.getParent(node))
      labels.unshift(world.label(node));
    assert.deepEqual(labels, inDev('public', 'Tables', 'sales', 'id'));
  });

  it('marks where cells run, and redraws the marks alone', async () => {
    await make(base);
    const { account } = (await world.open(ethan)) as Extract<ExplorerNode, { kind: 'account' }>;
    const [, site] = world.profile.sites;
    const warehouses: ExplorerNode[] = [];
    for (const region of await world.tree.getChildren(await world.open(ethan)))
      warehouses.push(...(await world.tree.getChildren(region)).slice(0, 1));
    const [here, there] = warehouses;
    assert.ok(here && there);
    const inUse = () =>
      [here, there].map((node) => /in use/.test(String(world.tree.getTreeItem(node).description)));
    const before = inUse();
    world.drawn.length = 0;
    await world.targets.choose({ accountId: account.id, region: site?.region ?? '' });
    assert.deepEqual(
      [before, world.drawn.map((node) => node?.kind)],
      [
        [true, false],
        ['warehouse', 'warehouse'],
      ],
    );
    assert.deepEqual(inUse(), [false, true]);
  });

  it('draws nothing of an account that signed out, and asks nothing as it', async () => {
    await make(base);
    const workgroups = await world.open(ethan, region(), workgroup());
    await world.accounts.remove(world.accounts.all[0]?.id ?? '');
    const [node] = await world.tree.getChildren(workgroups);
    assert.deepEqual([await world.below(), node?.kind, source.queries.length], [[], 'error', 0]);
  });
});

describe('explorer over the sandbox', () => {
  let world: ExplorerWorld;
  before(async () => {
    world = await ExplorerWorld.make();
    const tokens = await signInAtOkta(world.profile, new AbortController().signal, { loginHint: ethan });
    await world.accounts.add(world.profile.okta, tokens);
    await signIn(ethan);
  });
  after(async () => {
    await signOut(ethan);
    await world.close();
  });
  const place = () => {
    const [site] = world.profile.sites;
    const [warehouse] = site?.warehouses ?? [];
    return [ethan, site?.region ?? '', warehouse?.name ?? ''];
  };
  const operations = async (from: number) =>
    (await requestsSince(from)).map(({ operation }) => operation).filter((name) => /Statement/.test(name));

  it('asks no workgroup before somebody opens it', async () => {
    const from = await lastRequest();
    world.drawn.length = 0;
    await world.below(...place().slice(0, 2));
    await until(() => world.drawn.length > 0, 'discovery has ended');
    const asked = (await requestsSince(from)).map(({ operation }) => operation);
    assert.ok(asked.includes('ListWorkgroups'), asked.join(', '));
    assert.deepEqual(await operations(from), []);
  });

  it('shows the columns of a table that Ethan may see', async () => {
    const columns = await world.below(...place(), 'dev', 'public', 'Tables', 'sales');
    assert.ok(columns.includes('region') && columns.includes('amount'), columns.join(', '));
  });

  it('previews a table in a cell that runs where the table is', async () => {
    const sales = await world.open(...place(), 'dev', 'public', 'Tables', 'sales');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('redshiftIdentity.previewTable', sales);
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    const cell = notebook?.cellAt(0);
    assert.ok(notebook && cell);
    await until(() => cell.executionSummary?.success !== undefined, 'the cell ends');
    assert.deepEqual(
      [cell.document.getText(), resultOf(cell).results[0]?.resultSet?.rows.length],
      ['SELECT *\nFROM public.sales\nLIMIT 100;', 100],
    );
    await vscode.commands.executeCommand('redshiftIdentity.selectIntoNotebook', sales);
    assert.deepEqual(vscode.window.activeNotebookEditor?.notebook.cellCount, 2);
    assert.match(notebook.cellAt(1).document.getText(), /^SELECT\s[^]*\bregion,[^]*\nFROM public\.sales;$/);
  });

  it('copies names and the DDL', async () => {
    const sales = await world.open(...place(), 'dev', 'public', 'Tables', 'sales');
    await vscode.commands.executeCommand('redshiftIdentity.copyName', sales, [sales]);
    const name = await vscode.env.clipboard.readText();
    await vscode.commands.executeCommand('redshiftIdentity.copyDdl', sales);
    const ddl = await vscode.env.clipboard.readText();
    assert.equal(name, 'public.sales');
    assert.match(ddl, /^CREATE TABLE/i);
  });

  const headers = [
    { label: 'without a header', name: 'told-without-header.rsql', header: '' },
    {
      label: 'whose header says where',
      name: 'told-with-header.rsql',
      header: '-- ---\n-- redshift:\n--   region: us-east-1\n-- ---\n\n',
    },
  ];
  for (const { label, name, header } of headers) {
    it(`runs cells of a notebook ${label} where it was told to`, async () => {
      const notebook = await openNotebook(name, `${header}-- %%\nSELECT 1;\n`);
      const regions: (string | undefined)[] = [];
      for (const site of world.profile.sites.toReversed()) {
        const there = await world.open(ethan, site.region, site.warehouses[0]?.name ?? '');
        await vscode.commands.executeCommand('redshiftIdentity.useWarehouse', there);
        const { results, errors } = await runCell(notebook, 0);
        regions.push(results[0]?.region ?? errors[0]);
      }
      assert.deepEqual(regions, world.profile.sites.map(({ region }) => region).toReversed());
    });
  }

  const reports = [
    { command: 'showGrants', title: /Grants on .*sales \(ethan@/ },
    { command: 'whatMayISee', title: /What may I see of .*sales \(ethan@/ },
  ];
  for (const { command, title } of reports) {
    it(`${command} opens a report`, async () => {
      const sales = await world.open(...place(), 'dev', 'public', 'Tables', 'sales');
      await vscode.commands.executeCommand(`redshiftIdentity.${command}`, sales);
      const label = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
      await until(() => title.test(label()), `a report is shown in place of ${label()}`);
    });
  }
});
