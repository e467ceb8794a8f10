import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  columnOf,
  lastRequest,
  openNotebook,
  requestsSince,
  resultOf,
  runCell,
  signIn,
  signOut,
  startCell,
  until,
} from './world.ts';

describe('cells', () => {
  before(() => signIn('ethan@example.com'));
  after(() => signOut('ethan@example.com'));

  it('shows a result for each statement', async () => {
    const notebook = await openNotebook('several.rsql', "SELECT 1 AS one; SELECT 'a;b' AS two;\n");
    const { success, results } = await runCell(notebook, 0);
    assert.deepEqual(
      [success, results.map(({ resultSet }) => resultSet?.rows)],
      [true, [[['1']], [['a;b']]]],
    );
  });

  it('carries 200 rows and the exact total', async () => {
    const notebook = await openNotebook('many.rsql', 'SELECT * FROM sales;\n');
    const set = (await runCell(notebook, 0)).results[0]?.resultSet;
    assert.equal(set?.rows.length, 200);
    assert.ok((set?.totalRows ?? 0) >= 5_000, `total ${set?.totalRows}`);
  });

  it('names every result, with its bytes, for the renderer first and as HTML and text beside it', async () => {
    const notebook = await openNotebook('named.rsql', "SELECT '<b>' AS hostile, 7 AS seven;\n");
    const set = (await runCell(notebook, 0)).results[0]?.resultSet;
    assert.match(set?.resultId ?? '', /^[\da-f-]{36}$/);
    assert.ok((set?.bytes ?? 0) > 0, `bytes ${set?.bytes}`);
    const items = notebook.cellAt(0).outputs[0]?.items ?? [];
    const texts = items.map(({ data }) => new TextDecoder().decode(data));
    assert.deepEqual(
      items.map(({ mime }) => mime),
      ['application/vnd.redshiftidentity.result+json', 'text/html', 'text/plain'],
    );
    assert.match(texts[1] ?? '', /<td>&lt;b&gt;<\/td><td align="right">7<\/td>/);
    assert.match(texts[2] ?? '', /^hostile \| seven\n-+\+-+\n<b> {5}\| {5}7\n/);
  });

  it('keeps the output of a wide result with long values small', async () => {
    const columns = Array.from({ length: 900 }, (_, at) => `repeat('x', 2000) AS c${at}`);
    const notebook = await openNotebook('wide.rsql', `SELECT ${columns.join(', ')} FROM sales LIMIT 50;\n`);
    const [result] = (await runCell(notebook, 0)).results;
    const { columns: shown, totalColumns, rows } = result?.resultSet ?? assert.fail();
    assert.ok(shown.length < 900 && rows.length > 0, `${shown.length} columns, ${rows.length} rows`);
    assert.equal(totalColumns, 900);
    const sizes = notebook.cellAt(0).outputs[0]?.items.map(({ data }) => data.length) ?? [];
    assert.ok(Math.max(...sizes) <= 64_000, sizes.join());
  });

  it('keeps long integers exact, and NULL apart from an empty text', async () => {
    const sql = "SELECT 9223372036854775807::int8 AS big, NULL::varchar AS nothing, '' AS empty;\n";
    const notebook = await openNotebook('exact.rsql', sql);
    assert.deepEqual((await runCell(notebook, 0)).results[0]?.resultSet?.rows, [
      ['9223372036854775807', null, ''],
    ]);
  });

  it('stops at the first statement that fails and names its line', async () => {
    const notebook = await openNotebook(
      'fails.rsql',
      'SELECT 1;\n\nSELECT nothing\nFROM nowhere;\nSELECT 2;\n',
    );
    const { success, results, errors } = await runCell(notebook, 0);
    assert.deepEqual([success, results.length, errors.length], [false, 1, 1]);
    assert.match(errors[0] ?? '', /^Line 4: relation "nowhere" does not exist/);
  });

  it('runs nothing of a cell of which a statement is not complete', async () => {
    const notebook = await openNotebook('incomplete.rsql', "SELECT 1;\nSELECT 'one\n");
    const from = await lastRequest();
    const { success, errors } = await runCell(notebook, 0);
    const ran = (await requestsSince(from)).filter(({ operation }) => operation === 'ExecuteStatement');
    assert.deepEqual([success, ran], [false, []]);
    assert.match(errors[0] ?? '', /^Line 2: The statement ends inside a string/);
  });

  it('keeps a temporary table and a transaction from cell to cell, and loses them with the session', async () => {
    const notebook = await openNotebook(
      'session.rsql',
      '-- %%\nCREATE TEMP TABLE kept AS SELECT 1 AS one;\n\n-- %%\nBEGIN; DELETE FROM kept;\n\n-- %%\nROLLBACK;\n\n-- %%\nSELECT one FROM kept;\n',
    );
    for (const index of [0, 1, 2]) assert.equal((await runCell(notebook, index)).success, true);
    assert.deepEqual(columnOf(await runCell(notebook, 3), 'one'), ['1']);
    await vscode.commands.executeCommand('redshiftIdentity.restartSession');
    assert.match((await runCell(notebook, 3)).errors[0] ?? '', /relation "kept" does not exist/);
  });

  it('runs a cell apart from the session where its marker says so', async () => {
    const notebook = await openNotebook(
      'apart.rsql',
      '-- %%\nCREATE TEMP TABLE mine AS SELECT 1 AS one;\n\n-- %% apart session="none"\nSELECT one FROM mine;\n',
    );
    await runCell(notebook, 0);
    assert.match((await runCell(notebook, 1)).errors[0] ?? '', /relation "mine" does not exist/);
  });

  it('binds parameters of \\set', async () => {
    const notebook = await openNotebook(
      'parameters.rsql',
      '-- %%\n\\set wanted EMEA\n\n-- %%\nSELECT DISTINCT region FROM sales WHERE region = :wanted;\n',
    );
    assert.deepEqual(columnOf(await runCell(notebook, 1), 'region'), ['EMEA']);
  });

  it('never runs what starts programs in RSQL', async () => {
    const notebook = await openNotebook('program.rsql', '\\! touch here\nSELECT 1;\n');
    const { notices, results } = await runCell(notebook, 0);
    assert.deepEqual([notices, results.length], [['\\! is not supported here and was not run.'], 1]);
  });

  it('interrupt reaches Redshift and the cell ends', async () => {
    const notebook = await openNotebook('long.rsql', 'SELECT pg_sleep(60);\n');
    const from = await lastRequest();
    startCell(notebook, 0);
    await until(
      async () => (await requestsSince(from)).some(({ operation }) => operation === 'ExecuteStatement'),
      'the statement is started',
    );
    await vscode.commands.executeCommand('notebook.cancelExecution', notebook.uri);
    await until(() => notebook.cellAt(0).executionSummary?.timing !== undefined, 'the cell ends');
    const cancels = (await requestsSince(from)).filter(({ operation }) => operation === 'CancelStatement');
    assert.deepEqual(
      [cancels.map(({ result }) => result), resultOf(notebook.cellAt(0)).success],
      [['OK'], false],
    );
    const next = await openNotebook('next.rsql', 'SELECT 1 AS one;\n');
    assert.deepEqual(columnOf(await runCell(next, 0), 'one'), ['1']);
  });

  it('closing the notebook cancels what runs in it', async () => {
    const notebook = await openNotebook('closing.rsql', 'SELECT pg_sleep(60);\n');
    const from = await lastRequest();
    startCell(notebook, 0);
    await until(
      async () => (await requestsSince(from)).some(({ operation }) => operation === 'ExecuteStatement'),
      'the statement is started',
    );
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until(
      async () =>
        (await requestsSince(from)).some(
          ({ operation, result }) => operation === 'CancelStatement' && result === 'OK',
        ),
      'the statement is cancelled',
    );
  });
});
