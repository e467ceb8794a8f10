import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { profileFromSandbox } from '../../src/core/identity/sandboxProfile.ts';
import type { Catalog } from '../../src/core/redshift/catalog/contract.ts';
import { SandboxProgram } from '../sandbox/program.ts';
import { lowerQuartile, timed, type Measurement } from './measurement.ts';
import { requestLog, Window } from './window.ts';

const tables = 10_000;
const schema = 'wide';
/** What people type, key by key, and what is nowhere. */
const texts = ['t', 'ta', 'table_0', 'table_00', '99', 'wide.table_1', 'no such table'];
const rounds = 15;

/** A schema of 10,000 tables in the explorer's catalogue. */
export async function measureCatalogue(): Promise<Measurement[]> {
  const sandbox = new SandboxProgram('--json', '--tables', String(tables));
  const folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-bench-'));
  try {
    const ready = await sandbox.ready();
    const window = new Window(folder, profileFromSandbox(ready));
    // Signs in, loads the code and wakes the warehouse.
    await window.firstRow('ming@example.com');
    const { account, warehouse } = window.at(0);
    const catalog = account.catalog(warehouse);
    const { database } = warehouse;
    await catalog.schemas(database);

    const names = await account.query(warehouse, {
      sql: 'SELECT schema_name, table_name FROM svv_all_tables WHERE schema_name = :schema',
      parameters: [{ name: 'schema', value: schema }],
    });
    const before = (await requestLog(ready)).length;
    const heap = heapUsed();
    let level: Awaited<ReturnType<Catalog['relations']>> = { items: [], more: false };
    const fetching = await timed(async () => (level = await catalog.relations(database, schema)));
    const memory = (heapUsed() - heap) / 2 ** 20;
    const calls = (await requestLog(ready)).slice(before).map(({ operation }) => operation);
    if (level.items.length !== tables) throw new Error(`The level holds ${level.items.length} tables.`);

    const querying = await timed(() =>
      account.query(warehouse, { sql: `SHOW TABLES FROM SCHEMA ${database}.${schema} LIMIT ${tables}` }),
    );
    const plain = names.rows.map(({ table_name }) => table_name ?? '');
    return [
      {
        name: 'schema.statements',
        what: 'statements for a schema of 10,000 tables',
        value: calls.filter((operation) => operation === 'ExecuteStatement').length,
        unit: 'calls',
        baseline: { what: 'all calls of it', value: calls.length },
        budget: { of: 'value', atMost: 1 },
      },
      {
        name: 'firstLevel.time',
        what: 'the first level',
        value: fetching,
        unit: 'ms',
        baseline: { what: 'its rows alone', value: querying },
      },
      {
        name: 'firstLevel.memory',
        what: 'memory of the level',
        value: memory,
        unit: 'MB',
        baseline: { what: 'its names as JSON', value: JSON.stringify(plain).length / 2 ** 20 },
      },
      filtering(catalog, plain),
    ];
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One key of the slowest text. */
function filtering(catalog: Catalog, names: readonly string[]): Measurement {
  const slowest = (search: (text: string) => unknown): number =>
    Math.max(
      ...texts.map((text) =>
        lowerQuartile(Array.from({ length: rounds }, () => clocked(() => search(text)))),
      ),
    );
  return {
    name: 'filter.time',
    what: 'filter over what is loaded, a key',
    value: slowest((text) => catalog.loaded.search(text)),
    unit: 'ms',
    baseline: {
      what: 'includes() alone',
      value: slowest((text) => names.filter((name) => name.includes(text))),
    },
    budget: { of: 'value', atMost: 100 },
  };
}

function clocked(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

/** Bytes that are in use after a collection. */
function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
