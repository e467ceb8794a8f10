import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { RedshiftIdentityError } from '../../src/core/errors.ts';
import { chartData } from '../../src/core/chart/chartData.ts';
import type { WorkRows } from '../../src/core/redshift/results/view/contract.ts';
import { chartItems, vegaLiteMimeType } from '../../src/host/notebook/chart/chartItem.ts';
import { ChartOutputs } from '../../src/host/notebook/chart/chartOutputs.ts';
import { chartOf, chartProblem } from '../../src/host/notebook/chart/cellChart.ts';
import type { NotebookController } from '../../src/host/notebook/controller.ts';
import { resultOutput } from '../../src/host/notebook/outputs.ts';
import type { KeptResult } from '../../src/host/notebook/results/keptResult.ts';
import type { ChartChoice } from '../../src/protocol/chartChoice.ts';
import { resultMimeType, type ResultPayload } from '../../src/protocol/resultPayload.ts';
import { listSource } from '../core/redshift/results/listSource.ts';
import { workRows } from '../core/chart/workRows.ts';

const bars: ChartChoice = { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum' };
const rows = [
  ['Japan', '30'],
  ['Korea', '12'],
];

function payload(resultId: string, chart?: ChartChoice): ResultPayload {
  const resultSet = { columns: [], rows: [], totalRows: 2, resultId };
  const place = { region: 'us-east-1', warehouse: 'tip', database: 'dev', account: 'ming@example.com' };
  return { version: 1, statementId: 'st-1', ...place, durationMs: 1, resultSet, ...(chart && { chart }) };
}

const jsonOf = (
  output: vscode.NotebookCellOutput | undefined,
  type: string,
): Record<string, unknown> | undefined => {
  const item = output?.items.find(({ mime }) => mime === type);
  return item && (JSON.parse(new TextDecoder().decode(item.data)) as Record<string, unknown>);
};

/** A cell that shows two results, and executions of it that do at once what they are asked. */
async function shownCell(busy = 0) {
  const cell = {
    outputs: ['one', 'two'].map((id) => resultOutput(payload(id))),
    executionSummary: { executionOrder: 7, success: true, timing: { startTime: 1_000, endTime: 2_000 } },
  };
  const looks: unknown[] = [];
  let left = busy;
  const execute: NotebookController['execute'] = async (_, work, look) => {
    if (left-- > 0) throw new RedshiftIdentityError('The cell is running.', { code: 'CellBusy' });
    const execution = {
      executionOrder: undefined as number | undefined,
      async replaceOutputItems(items: vscode.NotebookCellOutputItem[], output: vscode.NotebookCellOutput) {
        output.items = items;
      },
    };
    const success = await work(
      execution as unknown as vscode.NotebookCellExecution,
      new AbortController().signal,
    );
    looks.push({ ...look, order: execution.executionOrder, success });
    return success;
  };
  const work: WorkRows = await workRows(['country', 'amount int4'], rows);
  const reported: unknown[] = [];
  const outputs = new ChartOutputs({
    controller: { execute },
    dataOf: async (_, choice) => chartData(work, choice),
    report: (error) => reported.push(error),
  });
  const gone = new AbortController();
  const kept = { id: 'two', cell, gone: gone.signal } as unknown as KeptResult;
  return { cell, looks, reported, outputs, kept, gone };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a chart in the output of a cell', () => {
  it('stands behind the result that it is of, which stays; the cell looks as it did', async () => {
    const { cell, looks, outputs, kept, reported } = await shownCell();
    outputs.attach(kept, bars);
    await until(() => looks.length > 0);
    const [other, output] = cell.outputs;
    assert.deepEqual(
      {
        mimes: output?.items.map(({ mime }) => mime),
        other: other?.items.length,
        chart: jsonOf(output, resultMimeType)?.['chart'],
        values: (
          jsonOf(output, vegaLiteMimeType)?.['data'] as { values: { x: string; y: number }[] }
        ).values.map(({ x, y }) => [x, y]),
        looks,
        reported,
      },
      {
        mimes: [resultMimeType, vegaLiteMimeType, 'text/html', 'text/plain'],
        other: 3,
        chart: bars,
        values: rows.map(([x, y]) => [x, Number(y)]),
        looks: [{ unnumbered: true, startedAt: 1_000, endedAt: 2_000, order: 7, success: true }],
        reported: [],
      },
    );
  });

  it('goes away with the choice, and is not put there twice', async () => {
    const { cell, looks, outputs, kept } = await shownCell();
    outputs.attach(kept, bars);
    outputs.attach(kept, bars);
    await until(() => looks.length > 0);
    outputs.attach(kept, undefined);
    await until(() => looks.length > 1);
    const [, output] = cell.outputs;
    assert.deepEqual(
      [looks.length, output?.items.length, jsonOf(output, resultMimeType)?.['chart']],
      [2, 3, undefined],
    );
  });

  it('waits for a cell that runs', async () => {
    const { cell, looks, outputs, kept } = await shownCell(1);
    outputs.attach(kept, bars);
    await until(() => looks.length > 0);
    assert.equal(cell.outputs[1]?.items[1]?.mime, vegaLiteMimeType);
  });

  it('is forgotten where its result is gone', async () => {
    const { looks, outputs, kept, gone, reported } = await shownCell(1);
    outputs.attach(kept, bars);
    gone.abort();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual([looks, reported], [[], []]);
  });

  const items: readonly (readonly [label: string, choice: ChartChoice | undefined, count: number])[] = [
    ['where the marker asks for one', bars, 1],
    ['not where it asks for none', undefined, 0],
    ['not where its columns are gone', { ...bars, x: 'gone' }, 0],
    [
      'not where it is a map, whose outlines are too large',
      { mark: 'map', place: { kind: 'country', column: 'country' }, aggregate: 'count' },
      0,
    ],
  ];
  for (const [label, choice, count] of items) {
    it(`comes along with a small result: ${label}`, async () => {
      const made = await chartItems(listSource(['country', 'amount:int4'], rows), choice);
      assert.deepEqual(
        made.map(({ mime }) => mime),
        Array(count).fill(vegaLiteMimeType),
      );
    });
  }

  it('is read from the marker; what can’t be read is said', () => {
    const cell = (chart?: string) =>
      ({ metadata: { keys: chart === undefined ? {} : { chart } } }) as unknown as vscode.NotebookCell;
    assert.deepEqual(
      [
        chartOf(cell('mark=bar&x=country&y=amount&aggregate=sum')),
        chartOf(cell('mark=pie')),
        chartProblem(cell('mark=pie')),
        chartProblem(cell()),
      ],
      [
        bars,
        undefined,
        'The chart in the cell’s marker can’t be drawn: the mark “pie” is none of bar, line, area, point, histogram, map.',
        undefined,
      ],
    );
  });
});
