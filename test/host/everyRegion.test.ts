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

const both = ['us-east-1', 'us-west-2'];

/** Regions in which an operation was answered with OK, each as often as it was. */
async function regionsOf(operation: string, after: number): Promise<string[]> {
  const requests = await requestsSince(after);
  return requests
    .filter((request) => request.operation === operation && request.result === 'OK')
    .map(({ region }) => region)
    .sort();
}

describe('a cell in several Regions', () => {
  before(() => signIn('ethan@example.com'));
  after(() => signOut('ethan@example.com'));

  it('shows one result with the Region before the other columns', async () => {
    const notebook = await openNotebook(
      'both-regions.rsql',
      '-- %% Sales regions="*"\nSELECT region, COUNT(*) AS orders FROM sales GROUP BY region ORDER BY region;\n',
    );
    const result = await runCell(notebook, 0);
    const [payload] = result.results;
    assert.deepEqual(
      {
        success: result.success,
        columns: payload?.resultSet?.columns.map(({ name }) => name),
        regions: [...new Set(columnOf(result, 'aws_region'))],
        total: payload?.resultSet?.totalRows,
        parts: payload?.parts?.map(({ region, rows, error }) => ({ region, rows, error })),
      },
      {
        success: true,
        columns: ['aws_region', 'region', 'orders'],
        regions: both,
        total: 6,
        parts: both.map((region) => ({ region, rows: 3, error: undefined })),
      },
    );
  });

  it('shows rows of each Region in the first 200, and has the rest', async () => {
    const notebook = await openNotebook(
      'both-many.rsql',
      '-- %% regions="us-west-2, us-east-1"\nSELECT * FROM sales;\n',
    );
    const result = await runCell(notebook, 0);
    const regions = columnOf(result, 'aws_region');
    const [{ resultSet, parts } = assert.fail()] = result.results;
    assert.deepEqual([regions.filter((region) => region === 'us-west-2').length, regions.length], [100, 200]);
    assert.equal(
      parts?.reduce((sum, { rows = 0 }) => sum + rows, 0),
      resultSet?.totalRows,
    );
    assert.ok(resultSet?.resultId, 'the other rows can be asked for');
  });

  it('names the Region that fails, shows the others, and leaves it out from there on', async () => {
    const notebook = await openNotebook(
      'one-fails.rsql',
      '-- %% regions="*"\nSELECT COUNT(*) AS stores FROM stores;\nSELECT 2 AS two;\n',
    );
    const from = await lastRequest();
    const { results, errors } = await runCell(notebook, 0);
    const [first, second] = results;
    const westOf = (payload: typeof first) => payload?.parts?.find(({ region }) => region === 'us-west-2');
    assert.match(westOf(first)?.error ?? '', /relation "stores" does not exist/);
    assert.match(westOf(second)?.error ?? '', /^Not run/);
    assert.deepEqual([second?.resultSet?.rows, errors], [[['us-east-1', '2']], []]);
    const sent = await regionsOf('ExecuteStatement', from);
    assert.deepEqual(
      both.map((region) => sent.filter((one) => one === region).length),
      [2, 1],
    );
  });

  it('ends with the errors of all where all fail, and sends nothing more', async () => {
    const notebook = await openNotebook(
      'all-fail.rsql',
      '-- %% regions="*"\nSELECT nothing\nFROM nowhere;\nSELECT 2;\n',
    );
    const { success, results, errors } = await runCell(notebook, 0);
    assert.deepEqual([success, results.length, errors.length], [false, 0, 2]);
    for (const [index, region] of both.entries()) {
      assert.match(errors[index] ?? '', new RegExp(`^Line 2, ${region}: relation "nowhere" does not exist`));
    }
  });

  it('shows results of different columns one by one, and says which differ', async () => {
    const notebook = await openNotebook(
      'differ.rsql',
      [
        '-- %% regions="us-east-1"\nCREATE TEMP TABLE differing AS SELECT 1 AS a;\n',
        '-- %% regions="us-west-2"\nCREATE TEMP TABLE differing AS SELECT 1 AS b;\n',
        '-- %% regions="*"\nSELECT * FROM differing;\n',
      ].join('\n'),
    );
    for (const index of [0, 1]) assert.equal((await runCell(notebook, index)).success, true);
    const { results, notices } = await runCell(notebook, 2);
    assert.deepEqual(
      results.map(({ region, resultSet }) => [region, resultSet?.columns.map(({ name }) => name)]),
      [
        ['us-east-1', ['a']],
        ['us-west-2', ['b']],
      ],
    );
    assert.match(notices.join(), /The columns differ.*us-east-1 has \(a int4\); us-west-2 has \(b int4\)/);
  });

  it('adds up affected rows', async () => {
    const notebook = await openNotebook(
      'affected.rsql',
      '-- %% regions="*"\nCREATE TEMP TABLE counted (n int);\nINSERT INTO counted VALUES (1), (2);\n',
    );
    const [, inserted] = (await runCell(notebook, 0)).results;
    assert.deepEqual([inserted?.affectedRows, inserted?.parts?.map(({ rows }) => rows)], [4, [2, 2]]);
  });

  it('is cancelled in all of them', async () => {
    const notebook = await openNotebook('both-long.rsql', '-- %% regions="*"\nSELECT pg_sleep(60);\n');
    const from = await lastRequest();
    startCell(notebook, 0);
    const started = () => regionsOf('ExecuteStatement', from);
    await until(async () => new Set(await started()).size === 2, 'it runs in both');
    await vscode.commands.executeCommand('notebook.cancelExecution', notebook.uri);
    await until(() => notebook.cellAt(0).executionSummary?.timing !== undefined, 'the cell ends');
    assert.deepEqual(
      [await regionsOf('CancelStatement', from), resultOf(notebook.cellAt(0)).success],
      [both, false],
    );
  });

  it('runs nowhere where the profile has no such Region', async () => {
    const notebook = await openNotebook('mars.rsql', '-- %% regions="us-east-1,mars-1"\nSELECT 1;\n');
    const from = await lastRequest();
    const { errors } = await runCell(notebook, 0);
    assert.match(errors.join(), /“mars-1”.*\n?.*Write one or more of: us-east-1, us-west-2/);
    assert.deepEqual(await regionsOf('ExecuteStatement', from), []);
  });

  it('has its Regions and its session in its marker, where commands write them', async () => {
    const notebook = await openNotebook('options.rsql', '-- %% Mine [sql] color="red"\nSELECT 1;\n');
    const saved = async (): Promise<string> => {
      await notebook.save();
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(notebook.uri));
    };
    const run = (name: string, ...rest: unknown[]) =>
      vscode.commands.executeCommand(`redshiftIdentity.${name}`, notebook.cellAt(0), ...rest);
    const texts: string[] = [];
    for (const step of [
      () => run('setCellRegions', both),
      () => run('toggleCellSession'),
      () => run('setCellRegions', []),
      () => run('toggleCellSession'),
    ]) {
      await step();
      texts.push((await saved()).split('\n')[0] ?? '');
    }
    assert.deepEqual(texts, [
      '-- %% Mine color="red" regions="us-east-1,us-west-2"',
      '-- %% Mine color="red" regions="us-east-1,us-west-2" session="none"',
      '-- %% Mine color="red" session="none"',
      '-- %% Mine [sql] color="red"',
    ]);
  });
});
