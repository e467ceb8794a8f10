import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CellRunServices } from '../../src/host/notebook/cellRun.ts';
import { compareCell } from '../../src/host/notebook/compare/compareCell.ts';
import { comparisonMimeType, type ComparisonPayload } from '../../src/protocol/comparisonPayload.ts';
import {
  columnOf,
  lastRequest,
  openNotebook,
  requestsSince,
  resultOf,
  runCell,
  signIn,
  signOut,
  until,
} from './world.ts';

const [ethan, ming, frank] = ['ethan@example.com', 'ming@example.com', 'frank@example.com'];

/** What a cell shows of its comparisons, with what is shown where there is no renderer. */
function comparisonsOf(cell: vscode.NotebookCell): (ComparisonPayload & { readonly text: string })[] {
  const text = new TextDecoder();
  return cell.outputs.flatMap(({ items }) => {
    const [json, plain] = items;
    if (json?.mime !== comparisonMimeType) return [];
    return [{ ...(JSON.parse(text.decode(json.data)) as ComparisonPayload), text: text.decode(plain?.data) }];
  });
}

async function compare(cell: vscode.NotebookCell, login: string): Promise<void> {
  await vscode.commands.executeCommand('redshiftIdentity.runAsAnotherAccount', cell, { login });
}

/** Runs a comparison to the end that the cell shows. */
async function compared(cell: vscode.NotebookCell, login: string) {
  await compare(cell, login);
  await until(() => cell.executionSummary?.success !== undefined, 'the comparison ends');
  return comparisonsOf(cell);
}

describe('comparing two accounts', () => {
  before(async () => {
    await signIn(ming);
    await signIn(frank);
    // The last one is whom cells run as.
    await signIn(ethan);
  });
  after(async () => {
    for (const login of [ethan, frank, ming]) await signOut(login);
  });

  it('shows which rows only one sees, and changes nobody’s choice of an account', async () => {
    const notebook = await openNotebook(
      'compare.rsql',
      'SELECT region, country, COUNT(*) AS orders FROM sales GROUP BY region, country;\n\n-- %%\nSELECT current_user AS who;\n',
    );
    const from = await lastRequest();
    const [found = assert.fail('no comparison')] = await compared(notebook.cellAt(0), ming);
    const { left, right, difference } = found;
    assert.deepEqual(
      {
        accounts: [left.account, right.account],
        both: difference?.both,
        onlyMing: difference?.onlyRight,
        all: (difference?.both ?? 0) + (difference?.onlyLeft ?? 0),
        own: [...new Set(difference?.leftRows.map(([region]) => region))].sort(),
        success: notebook.cellAt(0).executionSummary?.success,
      },
      {
        accounts: [ethan, ming],
        both: right.resultSet?.totalRows,
        onlyMing: 0,
        all: left.resultSet?.totalRows,
        own: ['AMER', 'EMEA'],
        success: true,
      },
    );
    assert.match(
      found.text,
      /^\d+ rows only ethan@example\.com sees, 0 only ming@example\.com sees, \d+ both see\./,
    );
    const asked = (await requestsSince(from)).filter(({ operation }) => operation === 'ExecuteStatement');
    assert.deepEqual([...new Set(asked.map(({ onBehalfOf }) => onBehalfOf))].sort(), [ethan, ming]);
    assert.deepEqual(columnOf(await runCell(notebook, 1), 'who'), [`awsidc:${ethan}`]);
  });

  it('compares each statement, with the values of its parameters', async () => {
    const notebook = await openNotebook(
      'compare-parameters.rsql',
      "\\set wanted APAC\nSELECT COUNT(*) AS n FROM sales WHERE region = :wanted;\nSHOW SCHEMAS FROM DATABASE dev;\nSELECT 'x' AS same;\n",
    );
    const found = await compared(notebook.cellAt(0), ming);
    assert.deepEqual(
      found.map(({ difference }) => [difference?.onlyLeft, difference?.onlyRight]),
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    );
  });

  it('shows why one may not, beside the rows of the other', async () => {
    const notebook = await openNotebook(
      'compare-denied.rsql',
      '-- ---\n-- redshift:\n--   region: us-west-2\n-- ---\n\nSELECT * FROM campaigns;\n',
    );
    const [{ left, right, difference } = assert.fail()] = await compared(notebook.cellAt(0), frank);
    assert.match(right.error ?? '', /permission denied for relation campaigns/);
    assert.deepEqual(
      [left.error, (left.resultSet?.totalRows ?? 0) > 0, difference],
      [undefined, true, undefined],
    );
    assert.equal(notebook.cellAt(0).executionSummary?.success, true);
  });

  it('ends a cell that fails as both', async () => {
    const notebook = await openNotebook('compare-fails.rsql', 'SELECT * FROM nowhere;\nSELECT 1;\n');
    const found = await compared(notebook.cellAt(0), ming);
    assert.deepEqual(
      [
        found.map(({ left, right }) => [left, right].map(({ error }) => error !== undefined)),
        resultOf(notebook.cellAt(0)).success,
      ],
      [[[true, true]], false],
    );
  });

  it('compares what several Regions give together', async () => {
    const notebook = await openNotebook(
      'compare-regions.rsql',
      '-- %% regions="*"\nSELECT DISTINCT region FROM sales;\n',
    );
    const [{ right, difference } = assert.fail()] = await compared(notebook.cellAt(0), ming);
    assert.deepEqual(
      [right.region, right.resultSet?.rows, difference?.both, difference?.onlyLeft],
      [
        'us-east-1, us-west-2',
        [
          ['us-east-1', 'APAC'],
          ['us-west-2', 'APAC'],
        ],
        2,
        4,
      ],
    );
  });

  const refused = [
    'DELETE FROM sales;',
    'WITH a AS (SELECT 1) INSERT INTO sales SELECT * FROM a;',
    '-- nothing\n',
  ];
  for (const [index, sql] of refused.entries()) {
    it(`refuses to run as two people: ${sql.trim()}`, async () => {
      const notebook = await openNotebook(`compare-refused-${index}.rsql`, `${sql}\n`);
      const from = await lastRequest();
      await compare(notebook.cellAt(0), ming);
      assert.deepEqual(
        [notebook.cellAt(0).outputs.length, notebook.cellAt(0).executionSummary?.executionOrder],
        [0, undefined],
      );
      assert.deepEqual(await requestsSince(from), []);
    });
  }

  it('refuses a cell that was edited into a change before it began', async () => {
    const notebook = await openNotebook('compare-edited.rsql', 'DELETE FROM sales;\n');
    const shown: vscode.NotebookCellOutput[] = [];
    const services = {
      listeners: [],
      results: { letGoOf: () => undefined },
      progress: { show: () => undefined, clear: () => undefined },
      log: { warn: () => undefined },
    } as unknown as CellRunServices;
    const execution = {
      cell: notebook.cellAt(0),
      clearOutput: async () => undefined,
      appendOutput: async (output: vscode.NotebookCellOutput) => void shown.push(output),
    } as unknown as vscode.NotebookCellExecution;
    const success = await compareCell(execution, new AbortController().signal, [[], []], services);
    const [error] = shown.flatMap(({ items }) => items.map(({ data }) => new TextDecoder().decode(data)));
    assert.match(error ?? '', /may change something \(DELETE\)/);
    assert.deepEqual([success, shown.length], [false, 1]);
  });

  it('can be interrupted, and cancels both statements', async () => {
    const notebook = await openNotebook('compare-long.rsql', 'SELECT pg_sleep(60);\n');
    const from = await lastRequest();
    const of = async (operation: string) =>
      (await requestsSince(from))
        .filter((request) => request.operation === operation && request.result === 'OK')
        .map(({ onBehalfOf }) => onBehalfOf)
        .sort();
    const comparing = compared(notebook.cellAt(0), ming);
    await until(async () => (await of('ExecuteStatement')).length === 2, 'both are started');
    await vscode.commands.executeCommand('notebook.cancelExecution', notebook.uri);
    assert.deepEqual([await comparing, await of('CancelStatement')], [[], [ethan, ming]]);
  });
});
