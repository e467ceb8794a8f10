import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Cancelled } from '../../src/core/errors.ts';
import type { Row } from '../../src/core/redshift/results/contract.ts';
import type { RunOutcome, RunPlace } from '../../src/host/notebook/cellStatement.ts';
import { runEverywhere } from '../../src/host/notebook/everyRegion.ts';
import { Results } from '../../src/host/notebook/results/results.ts';
import { statementOutput } from '../../src/host/notebook/statementOutput.ts';
import { resultMimeType, type ResultPayload } from '../../src/protocol/resultPayload.ts';
import { listSource, type ListSource } from '../core/redshift/results/listSource.ts';

interface TestOutcome extends RunOutcome {
  readonly source: ListSource;
}

function outcomeOf(totalRows: number, region = 'us-east-1', names = ['a:int4']): TestOutcome {
  const rows = Array.from({ length: totalRows }, (_, row): Row => names.map(() => String(row)));
  const source = listSource(names, rows);
  const site = { site: { region }, account: { login: 'ming@example.com' } };
  const warehouse = { kind: 'workgroup', name: 'tip', database: 'dev' };
  return {
    place: { site, warehouse } as unknown as RunPlace,
    statement: {
      statementId: 'st-1',
      hasResultSet: true,
      rowCount: totalRows,
      durationMs: 1,
      resultBytes: totalRows * 4,
    },
    source,
  };
}

const cell = { metadata: {} } as unknown as vscode.NotebookCell;

async function shown(outcomes: readonly RunOutcome[], shownIn = cell) {
  const results = new Results();
  const outputs = await statementOutput(outcomes, [], { cell: shownIn, results });
  const items = outputs.flatMap((output) => output.items);
  const payloads = items
    .filter(({ mime }) => mime === resultMimeType)
    .map(({ data }) => JSON.parse(new TextDecoder().decode(data)) as ResultPayload);
  return { results, outputs, payloads };
}

describe('the rows of a result', () => {
  const sizes: { label: string; outcomes: TestOutcome[]; kept: [rows: number, columns: number][] }[] = [
    { label: 'where there are few', outcomes: [outcomeOf(3)], kept: [[3, 1]] },
    { label: 'where there are more than an output holds', outcomes: [outcomeOf(900)], kept: [[900, 1]] },
    { label: 'where there is none', outcomes: [outcomeOf(0)], kept: [[0, 1]] },
    {
      label: 'of several Regions together',
      outcomes: [outcomeOf(2), outcomeOf(3, 'us-west-2')],
      kept: [[5, 2]],
    },
    {
      label: 'of several Regions whose columns differ',
      outcomes: [outcomeOf(2), outcomeOf(3, 'us-west-2', ['a:int4', 'b:int4'])],
      kept: [
        [2, 1],
        [3, 2],
      ],
    },
  ];
  for (const { label, outcomes, kept } of sizes) {
    it(`are kept by the ID that the output names: ${label}`, async () => {
      const { results, payloads } = await shown(outcomes);
      const sources = payloads.map(({ resultSet }) => results.get(resultSet?.resultId ?? '')?.source);
      assert.deepEqual(
        sources.map((source) => [source?.totalRows, source?.columns.length]),
        kept,
      );
      assert.deepEqual(
        outcomes.map(({ source }) => source.released),
        outcomes.map(() => 0),
      );
    });
  }

  it('come with bytes and origin, of several Regions together too', async () => {
    const { results, payloads } = await shown([outcomeOf(2), outcomeOf(3, 'us-west-2')]);
    const [payload] = payloads;
    const { origin, bytes } = results.get(payload?.resultSet?.resultId ?? '') ?? {};
    assert.deepEqual([payload?.resultSet?.bytes, payload?.parts?.length], [20, 2]);
    assert.deepEqual(
      [bytes, origin],
      [
        20,
        {
          region: 'us-east-1',
          warehouse: 'tip',
          database: 'dev',
          account: 'ming@example.com',
          statementId: 'st-1',
          durationMs: 1,
        },
      ],
    );
  });

  it('are drawn by the renderer first, and read as HTML and text without it', async () => {
    const { outputs } = await shown([outcomeOf(2)]);
    assert.deepEqual(
      outputs[0]?.items.map(({ mime }) => mime),
      [resultMimeType, 'text/html', 'text/plain'],
    );
  });

  it('carry the chart of the cell’s marker', async () => {
    const marked = {
      metadata: { keys: { chart: 'mark=bar&x=a&aggregate=count' } },
    } as unknown as vscode.NotebookCell;
    const { payloads } = await shown([outcomeOf(2)], marked);
    assert.deepEqual(payloads[0]?.chart, { mark: 'bar', x: 'a', aggregate: 'count' });
  });

  it('are let go of where another Region was interrupted', async () => {
    const [done, interrupted] = [outcomeOf(7), outcomeOf(8)];
    const run = async (place: RunPlace): Promise<RunOutcome> => {
      if (place === done.place) return done;
      throw new Cancelled();
    };
    await assert.rejects(runEverywhere([done.place, interrupted.place], run), Cancelled);
    assert.equal(done.source.released, 1);
  });
});
