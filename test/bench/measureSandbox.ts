import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Warehouse } from '../../src/core/identity/profile.ts';
import { profileFromSandbox } from '../../src/core/identity/sandboxProfile.ts';
import { ResultMemory } from '../../src/core/redshift/results/resultMemory.ts';
import { StatementResult } from '../../src/core/redshift/results/statementResult.ts';
import type { AccountAtSite } from '../../src/host/accountAtSite.ts';
import { SandboxProgram } from '../sandbox/program.ts';
import { timed, type Measurement } from './measurement.ts';
import { Window } from './window.ts';

const rows = 1_000_000;
const sql = `SELECT n::int8 * 7919 + 9007199254740993 AS sale_id, (n * 31 % 100)::int4 AS quantity,
  (n * 1.37)::numeric(18, 2) AS amount, CASE WHEN n % 9 <> 0 THEN sqrt(n) / 7 END AS discount,
  n % 3 = 0 AS is_online, TIMESTAMP '2026-01-01' + n * INTERVAL '61 seconds' AS sold_at,
  CASE WHEN n % 2 = 0 THEN 'Korea, Republic of' ELSE '中国' END AS country, 'says "yes", ' || n AS note
FROM generate_series(1, ${rows}) AS g(n)`;

/** A million rows from the sandbox, as a cell gets them. */
export async function measureSandbox(): Promise<Measurement[]> {
  const sandbox = new SandboxProgram('--json');
  const folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-bench-'));
  try {
    const ready = await sandbox.ready();
    const window = new Window(folder, profileFromSandbox(ready));
    // Signs in, loads the code and wakes the warehouse.
    await window.firstRow('ming@example.com');
    const { account, warehouse } = window.at(0);
    const { pid = 0 } = sandbox.child;
    const before = await residentMegabytes(pid);
    const quiet = await timed(() => fetch(ready.aws.endpoint));
    const millionRows = timed(async () => {
      const found = await rowCount(account, warehouse);
      if (found !== rows) throw new Error(`The sandbox gave ${found} rows.`);
    });
    let ended = false;
    void millionRows.catch(() => {}).then(() => (ended = true));
    let [most, late] = [before, 0];
    while (!ended) {
      late = Math.max(late, await timed(() => fetch(ready.aws.endpoint)));
      most = Math.max(most, await residentMegabytes(pid));
      await sleep(20);
    }
    const time = await millionRows;
    return [
      { name: 'millionRows.time', what: 'a million rows × 8, quota and all', value: time / 1000, unit: 's' },
      {
        name: 'millionRows.memory',
        what: 'memory of the sandbox at its peak, above the base',
        value: most - before,
        unit: 'MB',
        baseline: { what: 'the sandbox before', value: before },
        budget: { of: 'value', atMost: 300 },
      },
      {
        name: 'millionRows.longestWait',
        what: 'longest wait of another call meanwhile',
        value: late,
        unit: 'ms',
        baseline: { what: 'before', value: quiet },
      },
    ];
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function rowCount(account: AccountAtSite, warehouse: Warehouse): Promise<number> {
  const { statement, page } = await account.run({ sql, warehouse }, {});
  if (!page) throw new Error('The statement has no result set.');
  const result = new StatementResult(
    page,
    (token, signal, onNext) => account.resultPage(statement.statementId, token, signal, onNext),
    new ResultMemory(Infinity),
  );
  return (await result.all()).rowCount;
}

async function residentMegabytes(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}
