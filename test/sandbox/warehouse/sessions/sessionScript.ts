import { SqlError } from '../../../../src/sandbox/warehouse/contract.ts';
import { people } from '../testWarehouse.ts';
import type { Warehouse, WarehouseSession } from '../../../../src/sandbox/warehouse/contract.ts';

/** Sessions of a script. Ethan has two; what ming asks without one has a session of its own. */
const openings = { ethan: 'ethan', ethan2: 'ethan', ming: 'ming', eve: 'eve' } as const;

export type Who = keyof typeof openings | 'nobody';

/** Rows, the count of those that were changed (-1 for none), or SQLSTATE. */
export type Outcome = readonly (readonly (string | null)[])[] | number | string;

/** Who runs what, and what comes back. BATCH, COMMIT BATCH and ROLLBACK BATCH are the session's own. */
export type Step = readonly [who: Who, sql: string, gives: Outcome];

/** Runs the steps one after another, each in its session, and gives them with what came back. */
export async function play(warehouse: Warehouse, steps: readonly Step[]): Promise<Step[]> {
  const sessions = new Map<Who, WarehouseSession>();
  const played: Step[] = [];
  try {
    for (const [who, sql] of steps) {
      if (who !== 'nobody' && !sessions.has(who)) {
        sessions.set(who, warehouse.openSession(people[openings[who]]));
      }
      played.push([who, sql, await outcomeOf(warehouse, sessions.get(who), sql)]);
    }
  } finally {
    for (const session of sessions.values()) await session.close();
  }
  return played;
}

async function outcomeOf(
  warehouse: Warehouse,
  session: WarehouseSession | undefined,
  sql: string,
): Promise<Outcome> {
  try {
    if (sql === 'BATCH') return (await session?.begin(), -1);
    if (sql === 'COMMIT BATCH') return (await session?.commit(), -1);
    if (sql === 'ROLLBACK BATCH') return (await session?.rollback(), -1);
    const run = session ? session.run({ sql }) : warehouse.run({ user: people.ming, sql });
    const { rows, hasResultSet, rowCount } = await run;
    return hasResultSet ? rows.values() : rowCount;
  } catch (error) {
    if (error instanceof SqlError) return error.sqlState;
    throw error;
  }
}
