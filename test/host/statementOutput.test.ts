import assert from 'node:assert/strict';
import { Cancelled } from '../../src/core/errors.ts';
import type { RowSource } from '../../src/core/redshift/results/contract.ts';
import type { RunOutcome, RunPlace } from '../../src/host/notebook/cellStatement.ts';
import { runEverywhere } from '../../src/host/notebook/everyRegion.ts';
import { statementOutput } from '../../src/host/notebook/statementOutput.ts';
import { previewRows } from '../../src/protocol/resultPayload.ts';

function outcomeOf(totalRows: number, released: number[], region = 'us-east-1'): RunOutcome {
  const source: RowSource = {
    columns: [{ name: 'a', typeName: 'int4', numeric: true }],
    totalRows,
    rows: async (from, to) => Array.from({ length: Math.min(to, totalRows) - from }, () => ['1']),
    release: () => void released.push(totalRows),
  };
  const site = { site: { region }, account: { login: 'ming@example.com' } };
  const warehouse = { kind: 'workgroup', name: 'tip', database: 'dev' };
  return {
    place: { site, warehouse } as unknown as RunPlace,
    statement: { statementId: 'st-1', hasResultSet: true, rowCount: totalRows, durationMs: 1 },
    source,
  };
}

describe('the rows of a result', () => {
  const sizes: [string, readonly number[], number, number[]][] = [
    ['are let go of where the output holds all', [previewRows], 0, [previewRows]],
    ['are kept where there are more', [previewRows + 1], 1, []],
    ['are let go of in each Region where the output holds all', [2, 3], 0, [2, 3]],
  ];
  for (const [label, rows, kept, letGo] of sizes) {
    it(label, async () => {
      const released: number[] = [];
      const ids: RowSource[] = [];
      const outcomes = rows.map((count, index) => outcomeOf(count, released, `region-${index}`));
      await statementOutput(outcomes, [], (source) => `id-${ids.push(source)}`);
      assert.deepEqual([ids.length, released], [kept, letGo]);
    });
  }

  it('are let go of where another Region was interrupted', async () => {
    const released: number[] = [];
    const [done, interrupted] = [outcomeOf(7, released), outcomeOf(8, released)];
    const run = async (place: RunPlace): Promise<RunOutcome> => {
      if (place === done.place) return done;
      throw new Cancelled();
    };
    await assert.rejects(runEverywhere([done.place, interrupted.place], run), Cancelled);
    assert.deepEqual(released, [7]);
  });
});
