import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Warehouse } from '../../src/core/identity/profile.ts';
import { readSql } from '../../src/core/redshift/sql/sqlText.ts';
import type { ListedStatement } from '../../src/core/redshift/statements/listStatements.ts';
import { StatementError } from '../../src/core/redshift/statements/statementError.ts';
import type { AccountAtSite } from '../../src/host/accountAtSite.ts';
import { History } from '../../src/host/history/history.ts';
import { historyItems } from '../../src/host/history/historyItems.ts';
import { openResult } from '../../src/host/history/openResult.ts';
import { insertStatement, runAgain, type RunAgainServices } from '../../src/host/history/runAgain.ts';
import { showHistory, type HistoryServices } from '../../src/host/history/showHistory.ts';
import {
  canOpenResult,
  statementsElsewhere,
  type ShownStatement,
} from '../../src/host/history/shownStatement.ts';
import { withoutSecrets } from '../../src/host/history/withoutSecrets.ts';
import type { CellStatement, RunEnd } from '../../src/host/notebook/cellStatement.ts';
import type { CompleteTarget } from '../../src/host/target.ts';
import { ExplorerWorld } from './explorerWorld.ts';
import { openNotebook, runCell, signIn, signOut, until } from './world.ts';

const hour = 3_600_000;
const noon = new Date(2026, 10, 22, 12).getTime();
const ming = 'ming@example.com';
const warehouse: Warehouse = { kind: 'workgroup', name: 'tip', database: 'dev' };

function entry(changes: Partial<ShownStatement> = {}): ShownStatement {
  return {
    startedAt: noon,
    state: 'FINISHED',
    sql: 'SELECT 1',
    profile: 'Company',
    accountId: 'ming-id',
    login: ming,
    region: 'us-west-2',
    kind: 'workgroup',
    warehouse: 'tip',
    database: 'dev',
    ...changes,
  };
}

/** A statement of a cell, as whoever runs it tells of it. */
function runOf(sql: string, name = 'rsql-1', startedAt = noon): CellStatement {
  const at: Partial<AccountAtSite> = {
    profile: { name: 'Company' } as AccountAtSite['profile'],
    site: { region: 'us-west-2' } as AccountAtSite['site'],
    account: { id: 'ming-id', login: ming } as AccountAtSite['account'],
  };
  const statement = readSql(sql).statements[0] ?? assert.fail(`no statement in ${sql}`);
  const cell = {} as vscode.NotebookCell;
  const place = { site: at as AccountAtSite, warehouse };
  return { name, cell, statement, index: 0, count: 1, place, startedAt };
}

function finished(run: CellStatement, statementId: string, rowCount = 3): RunEnd {
  const statement = { statementId, hasResultSet: true, rowCount, durationMs: 42.5, queryId: 77 };
  return { state: 'FINISHED', outcome: { place: run.place, statement } };
}

describe('history', () => {
  let folder: string;
  let enabled: boolean;
  const log = vscode.window.createOutputChannel('History test', { log: true });
  beforeEach(async () => {
    enabled = true;
    folder = await mkdtemp(path.join(tmpdir(), 'history-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  after(() => log.dispose());

  const aWindow = () =>
    new History({ globalStorageUri: vscode.Uri.file(folder) }, log, {
      enabled: () => enabled,
      now: () => noon + 5000,
    });
  const file = () => readFile(path.join(folder, 'history', 'statements.jsonl'), 'utf8');

  it('keeps how each statement ended, and of an error its code alone', async () => {
    const history = aWindow();
    const one = runOf('SELECT :region AS region;');
    const failing = runOf("SELECT 'x'::int", 'rsql-2', noon + 1000);
    const error = new StatementError('ERROR: invalid input for "4111"', {
      code: 'StatementFailed',
      statementId: 'st-2',
    });
    history.ended(one, finished(one, 'st-1'));
    history.ended(failing, { state: 'FAILED', error, statementId: 'st-2' });
    history.ended(runOf('SELECT 3', 'rsql-3', noon + 2000), { state: 'ABORTED' });
    const uncounted = runOf('SET x TO 1', 'rsql-4', noon + 3000);
    history.ended(uncounted, finished(uncounted, 'st-4', -1));
    assert.deepEqual(
      [(await history.read()).entries, (await file()).includes('4111')],
      [
        [
          entry({
            startedAt: noon + 3000,
            sql: 'SET x TO 1',
            durationMs: 42.5,
            hasResultSet: true,
            statementId: 'st-4',
            queryId: 77,
          }),
          entry({ startedAt: noon + 2000, state: 'ABORTED', sql: 'SELECT 3', durationMs: 3000 }),
          entry({
            startedAt: noon + 1000,
            state: 'FAILED',
            sql: "SELECT 'x'::int",
            durationMs: 4000,
            statementId: 'st-2',
            code: 'StatementFailed',
          }),
          entry({
            sql: 'SELECT :region AS region',
            durationMs: 42.5,
            rows: 3,
            hasResultSet: true,
            statementId: 'st-1',
            queryId: 77,
          }),
        ],
        false,
      ],
    );
  });

  it('is one of all windows, and tells an end that two of them heard once', async () => {
    const [one, other] = [aWindow(), aWindow()];
    const run = runOf('SELECT 1');
    one.ended(run, finished(run, 'st-1'));
    await one.settled();
    other.ended(run, finished(run, 'st-1'));
    other.ended(run, finished(run, 'st-2'));
    await other.settled();
    const ids = (await one.read()).entries.map(({ statementId }) => statementId);
    assert.deepEqual(ids.toSorted(), ['st-1', 'st-2']);
  });

  it('writes nothing while it is off, and keeps what there is', async () => {
    const history = aWindow();
    const run = runOf('SELECT 1');
    history.ended(run, finished(run, 'st-1'));
    await history.settled();
    const before = await file();
    enabled = false;
    history.ended(run, finished(run, 'st-2'));
    await history.settled();
    assert.deepEqual([await file(), (await history.read()).entries.length], [before, 1]);
  });

  it('is empty once it was cleared, also where a statement has just ended', async () => {
    const history = aWindow();
    const run = runOf('SELECT 1');
    history.ended(run, finished(run, 'st-1'));
    await history.settled();
    history.ended(run, finished(run, 'st-2'));
    await history.clear();
    assert.deepEqual(
      [await aWindow().read(), (await file()).includes('SELECT')],
      [{ entries: [], clearedAt: noon + 5000 }, false],
    );
    history.ended(run, finished(run, 'st-3'));
    assert.equal((await history.read()).entries.length, 1);
  });

  it('knows what runs in this window', () => {
    const history = aWindow();
    const run = runOf('SELECT 1');
    const known = () => [history.isRunning('rsql-1'), history.isRunning(undefined)];
    history.started(run);
    const during = known();
    history.ended(run, { state: 'ABORTED' });
    assert.deepEqual(
      [during, known()],
      [
        [true, false],
        [false, false],
      ],
    );
  });

  it('passes over what another version wrote', async () => {
    const uri = vscode.Uri.file(path.join(folder, 'history', 'statements.jsonl'));
    const lines = [
      { ...entry(), statementId: 'st-1' },
      { ...entry(), rows: 'many' },
      { ...entry(), state: 'LATER' },
      { ...entry(), kind: 'lake' },
      { sql: 'SELECT' },
      null,
    ];
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const { entries } = await aWindow().read();
    assert.deepEqual(entries, [entry({ statementId: 'st-1' })]);
  });

  const secrets = [
    ["CREATE USER x PASSWORD 'It''s me'", "CREATE USER x PASSWORD '…'"],
    ["alter user x password\n'a\\'b' VALID UNTIL 'never'", "alter user x password\n'…' VALID UNTIL 'never'"],
    [
      "COPY t FROM 's3://b' ACCESS_KEY_ID 'AKIA' SECRET_ACCESS_KEY AS 'k' SESSION_TOKEN 't'",
      "COPY t FROM 's3://b' ACCESS_KEY_ID '…' SECRET_ACCESS_KEY AS '…' SESSION_TOKEN '…'",
    ],
    ["UNLOAD ('q') TO 's' CREDENTIALS 'aws_access_key_id=A'", "UNLOAD ('q') TO 's' CREDENTIALS '…'"],
    [
      "COPY t FROM 's' CREDENTIALS 'aws_iam_role=arn:aws:iam::1:role/r'",
      "COPY t FROM 's' CREDENTIALS 'aws_iam_role=arn:aws:iam::1:role/r'",
    ],
    ["SELECT password, 'x' FROM t", "SELECT password, 'x' FROM t"],
  ] as const;
  for (const [sql, kept] of secrets) {
    it(`keeps no password or key: ${sql.slice(0, 30)}`, () => assert.equal(withoutSecrets(sql), kept));
  }

  it('says that a password was left out', async () => {
    const history = aWindow();
    const run = runOf("ALTER USER x PASSWORD 'secret'");
    history.ended(run, { state: 'ABORTED' });
    const [kept] = (await history.read()).entries;
    assert.deepEqual([kept?.masked, (await file()).includes('secret')], [true, false]);
  });
});

describe('the list of the history', () => {
  const items = (statements: readonly ShownStatement[], search = '', limit = 200) =>
    historyItems({ statements, search, limit, now: noon, namesProfile: false });
  const labels = (list: ReturnType<typeof items>) => list.map(({ label }) => label);

  it('shows what is known of a statement', () => {
    const [, item] = items([
      entry({
        sql: 'SELECT\n  country,\tcount(*)\nFROM sales',
        rows: 5400,
        durationMs: 1234,
        queryId: 77,
        statementId: 'st-1',
        origin: 'another window',
      }),
    ]);
    assert.deepEqual(
      [
        item?.label,
        item?.description,
        item?.detail,
        item?.buttons?.map(({ tooltip }) => tooltip),
        item?.alwaysShow,
      ],
      [
        'SELECT country, count(*) FROM sales',
        `${ming} · us-west-2 · tip · dev`,
        '12:00:00 · 1.2 s · 5,400 rows · finished · query 77 · another window',
        ['Run Again in a New Cell', 'Open Result Without Running', 'Copy SQL', 'Copy Statement ID'],
        true,
      ],
    );
  });

  it('draws no icon and no hidden character of a statement', () => {
    const odd = '$(trash)\u202e\u0000';
    const [, item] = items([entry({ sql: `SELECT '${odd}'`, warehouse: odd, code: odd })]);
    assert.deepEqual(
      [item?.label, item?.description, item?.detail],
      [
        "SELECT '$ (trash)\\u202E\\u0000'",
        `${ming} · us-west-2 · $ (trash)\\u202E\\u0000 · dev`,
        '12:00:00 · finished: $ (trash)\\u202E\\u0000',
      ],
    );
  });

  it('cuts a long statement between characters', () => {
    const [, item] = items([entry({ sql: `SELECT '${'😀'.repeat(50_000)}'` })]);
    assert.equal(item?.label, `SELECT '${'😀'.repeat(152)}…`);
  });

  it('separates days', () => {
    const before = (hours: number) => entry({ startedAt: noon - hours * hour, sql: `SELECT ${hours}` });
    assert.deepEqual(labels(items([before(0), before(11), before(13), before(37), before(38)])), [
      'Today',
      'SELECT 0',
      'SELECT 11',
      'Yesterday',
      'SELECT 13',
      'Friday, November 20, 2026',
      'SELECT 37',
      'SELECT 38',
    ]);
  });

  const searches = [
    { search: 'EMEA', found: ['long'] },
    { search: 'us-east-1', found: ['east'] },
    { search: 'frank long', found: [] },
    { search: 'frank', found: ['east'] },
    { search: ' failed  east ', found: ['east'] },
    { search: 'st-7', found: ['long'] },
  ];
  for (const { search, found } of searches) {
    it(`finds by “${search}”, in any line of the statement`, () => {
      const filler = 'x'.repeat(500);
      const statements = [
        entry({ sql: `SELECT 1 AS long -- ${filler}\nWHERE region = 'emea'`, statementId: 'st-7' }),
        entry({ sql: 'SELECT 2 AS east', region: 'us-east-1', login: 'frank@example.com', state: 'FAILED' }),
      ];
      const hits = items(statements, search).flatMap(({ statement }) => (statement ? [statement.sql] : []));
      assert.deepEqual(
        hits.map((sql) => /AS (\w+)/.exec(sql)?.[1]),
        found,
      );
    });
  }

  it('holds a part of ten thousand, and says how many more there are', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      entry({ sql: `SELECT ${index} ${index % 2 ? 'odd' : 'even'}` }),
    );
    const all = items(many);
    const odd = items(many, 'odd', 5000);
    assert.deepEqual(
      [all.length, all.at(-1)?.label, odd.length, odd.at(-1)?.label],
      [202, 'Show older statements (9,800 more)', 5001, 'SELECT 9999 odd'],
    );
  });

  const openable = [
    { label: 'finished', change: {}, expected: true },
    { label: 'running', change: { state: 'STARTED' }, expected: true },
    { label: 'failed', change: { state: 'FAILED' }, expected: false },
    { label: 'cancelled', change: { state: 'ABORTED' }, expected: false },
    { label: 'without rows', change: { hasResultSet: false }, expected: false },
    { label: 'of a batch', change: { noResult: true }, expected: false },
    { label: 'a day old', change: { startedAt: noon - 24 * hour }, expected: false },
    { label: 'never started', change: { statementId: undefined }, expected: false },
  ] as const;
  for (const { label, change, expected } of openable) {
    it(`${expected ? 'opens' : 'does not open'} the result of a statement that is ${label}`, () => {
      const { statementId, ...statement } = { ...entry({ statementId: 'st-1' }), ...change };
      const known = statementId === undefined ? {} : { statementId };
      assert.equal(canOpenResult({ ...statement, ...known }, noon), expected);
    });
  }

  it('adds what Redshift remembers of others, and none of the extension’s own questions', () => {
    const target = {
      profile: { name: 'Company' },
      account: { id: 'ming-id', login: ming },
      site: { region: 'us-west-2' },
      warehouse,
    } as CompleteTarget;
    const listed = (statementId: string, more: Partial<ListedStatement> = {}): ListedStatement => ({
      statementId,
      sql: 'SELECT 1',
      state: 'FINISHED',
      createdAt: noon,
      updatedAt: noon + 10,
      csv: true,
      name: `rsql-${statementId}`,
      ...more,
    });
    const { name, ...nameless } = listed('tool', { state: 'STARTED' });
    const { csv, ...json } = listed('json');
    const context = {
      target,
      kept: [entry({ statementId: 'known' })],
      clearedAt: noon - hour,
      enabled: true,
      isRunning: (running: string | undefined) => running === 'rsql-own',
    };
    const shown = statementsElsewhere(
      [
        listed('other'),
        listed('known'),
        listed('own', { state: 'STARTED' }),
        listed('catalog', { name: 'catalog' }),
        listed('user', { name: 'current_user' }),
        listed('cleared', { createdAt: noon - hour }),
        nameless,
        json,
        listed('batch', { batch: true }),
      ],
      context,
    );
    const off = statementsElsewhere([listed('other')], { ...context, enabled: false });
    const { database, ...where } = entry();
    assert.deepEqual([name, csv], ['rsql-tool', true]);
    assert.deepEqual(shown, [
      { ...where, statementId: 'other', durationMs: 10, origin: 'another window' },
      { ...where, statementId: 'own', state: 'STARTED', origin: 'this window' },
      { ...where, statementId: 'tool', state: 'STARTED', origin: 'another program' },
      { ...where, statementId: 'json', durationMs: 10, origin: 'another window', noResult: true },
      { ...where, statementId: 'batch', durationMs: 10, origin: 'another window', noResult: true },
    ]);
    assert.equal(off[0]?.origin, 'not kept here');
  });
});

describe('a statement of the history', () => {
  let world: ExplorerWorld;
  let asked: (readonly [message: string, detail: string, choices: readonly string[]])[];
  let told: string[];
  let answer: string | undefined;
  let services: RunAgainServices;
  const here = () => world.targets.complete();
  const ran = (changes: Partial<ShownStatement> = {}): ShownStatement => {
    const { profile, account, site, warehouse: at } = here();
    return entry({
      profile: profile.name,
      accountId: account.id,
      login: account.login,
      region: site.region,
      kind: at.kind,
      warehouse: at.name,
      database: at.database,
      ...changes,
    });
  };
  const cells = () =>
    vscode.window.activeNotebookEditor?.notebook.getCells().map(({ document }) => document.getText());
  const lastCell = () => vscode.window.activeNotebookEditor?.notebook.getCells().at(-1);
  const hasRun = () => until(() => lastCell()?.executionSummary?.timing !== undefined, 'the cell ran');

  /** Chooses the first of a list, which is drawn some time after its items were given. */
  const accepted = (shown: Thenable<unknown>) =>
    until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return Promise.race([
        shown.then(() => true),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 200)),
      ]);
    }, 'a statement is chosen');

  before(() => signIn('ethan@example.com'));
  after(() => signOut('ethan@example.com'));
  beforeEach(async () => {
    world = await ExplorerWorld.make();
    await world.add('ethan@example.com');
    asked = [];
    told = [];
    answer = undefined;
    services = {
      profiles: world.profiles,
      accounts: world.accounts,
      targets: world.targets,
      ask: async (...question) => {
        asked.push(question);
        return answer;
      },
      tell: (message) => told.push(message),
    };
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await world.close();
  });

  it('that reads runs again at the end of the notebook, without a question', async () => {
    await openNotebook('history-again.rsql', '-- %%\nSELECT 1;\n\n-- %%\nSELECT 2;\n');
    await runAgain(ran({ sql: 'SELECT 3 AS three' }), services);
    await hasRun();
    assert.deepEqual(
      [cells(), asked, lastCell()?.executionSummary?.success],
      [['SELECT 1;', 'SELECT 2;', 'SELECT 3 AS three'], [], true],
    );
  });

  it('that reads runs again in a new notebook where none is open', async () => {
    await runAgain(ran({ sql: 'SELECT 4 AS four' }), services);
    await hasRun();
    assert.deepEqual(
      [cells(), lastCell()?.notebook.isUntitled, world.targets.of(lastCell()?.notebook).fromHeader],
      [['SELECT 4 AS four'], true, true],
    );
  });

  const questions = [
    {
      label: 'changes data',
      change: { sql: 'DELETE FROM sales' },
      choices: ['Run Again', 'Insert Without Running'],
      detail: /^It may change data: it begins with DELETE\.$/,
    },
    {
      label: 'ran in another database',
      change: { database: 'archive' },
      choices: ['Run Here', 'Run Where It Ran', 'Insert Without Running'],
      detail:
        /^It ran as ethan@example\.com in .*, database archive\. Here it would run as ethan@.*database dev\.$/,
    },
    {
      label: 'ran in a database that is not known',
      change: { database: undefined },
      choices: ['Run Here', 'Run Where It Ran', 'Insert Without Running'],
      detail: /its database is not known/,
    },
    {
      label: 'ran as somebody who is signed out',
      change: { accountId: 'frank-id', login: 'frank@example.com' },
      choices: ['Run Here', 'Insert Without Running'],
      detail: /^It ran as frank@example\.com in [^]*\nIt ran as frank@example\.com, who is signed out\./,
    },
    {
      label: 'ran in a profile that is gone',
      change: { profile: 'Gone' },
      choices: ['Run Here', 'Insert Without Running'],
      detail: /\nIt ran in .* of the profile “Gone”, which is not there any more\./,
    },
  ];
  for (const { label, change, choices, detail } of questions) {
    it(`that ${label} does not run without a word`, async () => {
      await openNotebook(`${label}.rsql`, 'SELECT 1;\n');
      const { database, ...statement } = { ...ran(), ...change };
      await runAgain(database === undefined ? statement : { ...statement, database }, services);
      assert.deepEqual([asked[0]?.[2], asked.length, cells()], [choices, 1, ['SELECT 1;']]);
      assert.match(asked[0]?.[1] ?? '', detail);
    });
  }

  it('runs here where the person wants that', async () => {
    await openNotebook('runs-here.rsql', 'SELECT 1;\n');
    answer = 'Run Here';
    await runAgain(ran({ sql: 'SELECT 5', database: 'archive' }), services);
    await hasRun();
    assert.deepEqual(cells(), ['SELECT 1;', 'SELECT 5']);
  });

  it('runs where it ran, in a notebook of its own', async () => {
    const front = await openNotebook('runs-there.rsql', 'SELECT 1;\n');
    answer = 'Run Where It Ran';
    const [, other] = world.profile.sites;
    const [at] = other?.warehouses ?? [];
    const there = { region: other?.region ?? '', warehouse: at?.name ?? '', database: at?.database ?? '' };
    await runAgain(ran({ sql: 'SELECT 6', ...there }), services);
    await hasRun();
    const notebook = lastCell()?.notebook;
    assert.deepEqual(
      [cells(), front.cellCount, world.targets.of(notebook).site?.region],
      [['SELECT 6'], 1, other?.region],
    );
  });

  it('is put behind the selected cell and not run, with a word where it would run elsewhere', async () => {
    await openNotebook('inserted.rsql', '-- %%\nSELECT 1;\n\n-- %%\nSELECT 2;\n');
    await insertStatement(ran({ sql: 'SELECT 7' }), services);
    const quiet = told.length;
    await insertStatement(ran({ sql: 'SELECT 8', login: 'x [y](command:z)', accountId: 'x' }), services);
    assert.deepEqual(
      [cells(), lastCell()?.executionSummary?.timing, quiet, told.length],
      [['SELECT 1;', 'SELECT 7', 'SELECT 8', 'SELECT 2;'], undefined, 0, 1],
    );
    assert.match(told[0] ?? '', /^Inserted, not run\. It ran as x \[y\] \(command:z\) in /);
  });

  it('with a password left out is never run', async () => {
    await openNotebook('masked.rsql', 'SELECT 1;\n');
    await runAgain(ran({ sql: "ALTER USER x PASSWORD '…'", masked: true }), services);
    assert.deepEqual(
      [cells(), asked, told],
      [
        ['SELECT 1;', "ALTER USER x PASSWORD '…'"],
        [],
        ['Inserted, not run. Passwords and keys are not kept: write them in the place of ‘…’.'],
      ],
    );
  });

  it('shows its result as the account that ran it, without running', async () => {
    const opened: unknown[] = [];
    const at: Partial<AccountAtSite> = {};
    await openResult(ran({ sql: 'SELECT 9', statementId: 'st-9' }), {
      ...services,
      sites: {
        get: (_profile, site, account) => {
          opened.push(account.login, site.region);
          return at as AccountAtSite;
        },
      },
      showStatement: async (cell, place, ids) => {
        opened.push(cell.document.getText(), place.site === at, place.warehouse.name, ids);
      },
    });
    const { account, site, warehouse: wanted } = here();
    assert.deepEqual(
      [opened, lastCell()?.executionSummary?.timing],
      [[account.login, site.region, 'SELECT 9', true, wanted.name, ['st-9']], undefined],
    );
  });

  it('of an account that is signed out shows no result, and says so', async () => {
    const none = { sites: { get: () => assert.fail() }, showStatement: () => assert.fail() };
    const statement = ran({ statementId: 'st-9', accountId: 'gone', login: 'gone@example.com' });
    await assert.rejects(openResult(statement, { ...services, ...none }), {
      code: 'SignInRequired',
      message: 'It ran as gone@example.com, who is signed out.',
    });
    assert.equal(vscode.window.activeNotebookEditor, undefined);
  });

  it('is chosen from the list, which Redshift’s own memory fills in', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'history-'));
    const history = new History({ globalStorageUri: vscode.Uri.file(folder) }, world.log);
    await openNotebook('history-picked.rsql', 'SELECT 1;\n');
    const listed: unknown[] = [];
    const at: Partial<AccountAtSite> = {
      listStatements: async ({ name }) => {
        listed.push(name);
        return [
          { statementId: 'st-1', sql: 'SELECT 10', state: 'FINISHED', createdAt: noon, name: 'rsql-1' },
        ];
      },
    };
    const picking: HistoryServices = {
      ...services,
      history,
      sites: { get: () => at as AccountAtSite },
      showStatement: () => assert.fail(),
    };
    const shown = showHistory(picking);
    await accepted(shown);
    assert.deepEqual([cells(), listed], [['SELECT 1;', 'SELECT 10'], [here().warehouse.name]]);
    await rm(folder, { recursive: true, force: true });
  });

  it('of a cell is in the list of the command, with what it gave', async () => {
    const notebook = await openNotebook('kept.rsql', 'SELECT 11 AS eleven;\n');
    await runCell(notebook, 0);
    const shown = vscode.commands.executeCommand('redshiftIdentity.showHistory');
    await accepted(shown);
    assert.deepEqual(cells(), ['SELECT 11 AS eleven;', 'SELECT 11 AS eleven']);
  });
});
