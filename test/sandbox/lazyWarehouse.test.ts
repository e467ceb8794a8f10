import assert from 'node:assert/strict';
import { lazyWarehouse } from '../../src/sandbox/lazyWarehouse.ts';
import { resultRows } from '../../src/sandbox/warehouse/resultRows.ts';
import { warehouseSession } from './aws/heldWarehouse.ts';
import type { StatementOutcome, Warehouse } from '../../src/sandbox/warehouse/contract.ts';

const nothing: StatementOutcome = { columns: [], rows: resultRows([]), hasResultSet: false, rowCount: -1 };
const request = { user: { name: 'ming', roles: [] }, sql: 'SELECT 1' };

/** A warehouse to open, and what became of it. */
function opener(fails = 0): { open: () => Promise<Warehouse>; events: string[] } {
  const events: string[] = [];
  const warehouse: Warehouse = {
    run: ({ sql }) => {
      events.push(sql);
      return Promise.resolve(nothing);
    },
    runAsAdministrator: () => Promise.resolve(),
    createManyTables: () => Promise.resolve(),
    openSession: () => {
      events.push('session');
      return warehouseSession(
        ({ sql }) => {
          events.push(sql);
          return Promise.resolve(nothing);
        },
        (event) => events.push(`session ${event}`),
      );
    },
    close: () => {
      events.push('close');
      return Promise.resolve();
    },
  };
  let left = fails;
  const open = (): Promise<Warehouse> => {
    events.push('open');
    return left-- > 0 ? Promise.reject(new Error('no room')) : Promise.resolve(warehouse);
  };
  return { open, events };
}

describe('a warehouse that opens late', () => {
  it('opens at the first statement, once, and closes', async () => {
    const { open, events } = opener();
    const warehouse = lazyWarehouse(open);
    const before = [...events];
    await Promise.all([warehouse.run(request), warehouse.run(request)]);
    await warehouse.close();
    assert.deepEqual([before, events], [[], ['open', 'SELECT 1', 'SELECT 1', 'close']]);
  });

  it('is never opened where nobody asks, nor after its end', async () => {
    const { open, events } = opener();
    const warehouse = lazyWarehouse(open);
    await warehouse.close();
    await assert.rejects(warehouse.run(request), /shut down/);
    assert.deepEqual(events, []);
  });

  it('tries again at the next statement where it did not open', async () => {
    const { open, events } = opener(1);
    const warehouse = lazyWarehouse(open);
    await assert.rejects(warehouse.run(request), /no room/);
    await warehouse.run(request);
    assert.deepEqual(events, ['open', 'open', 'SELECT 1']);
  });

  it('opens for a session at its first statement, and closes one that ran', async () => {
    const { open, events } = opener(1);
    const warehouse = lazyWarehouse(open);
    const [idle, used] = [1, 2].map(() => warehouse.openSession(request.user, 'dev'));
    await idle?.close();
    const before = [...events];
    await assert.rejects(used?.run(request) ?? Promise.resolve(), /no room/);
    await used?.run(request);
    await used?.run(request);
    await used?.close();
    assert.deepEqual(
      [before, events],
      [[], ['open', 'open', 'session', 'SELECT 1', 'SELECT 1', 'session close']],
    );
  });
});
