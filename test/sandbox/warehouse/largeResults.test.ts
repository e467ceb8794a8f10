import assert from 'node:assert/strict';
import type { Warehouse } from '../../../src/sandbox/warehouse/contract.ts';
import { openRegion, outcomeOf, people } from './testWarehouse.ts';

describe('large results of a warehouse', function () {
  this.timeout(60_000);
  let warehouse: Warehouse;
  before(async () => {
    warehouse = await openRegion('us-west-2');
  });
  after(() => warehouse.close());

  it('are held as little more than their text, a million rows too', async () => {
    const { rows, rowCount } = await warehouse.run({
      user: people.ming,
      sql: `SELECT n, 'order ' || n AS note FROM generate_series(1, 1000000) AS g(n)`,
    });
    assert.deepEqual(
      [rows.count, rowCount, rows.values(0, 1), rows.values(654_320, 654_321), rows.values(999_999)],
      [
        1_000_000,
        1_000_000,
        [['1', 'order 1']],
        [['654321', 'order 654321']],
        [['1000000', 'order 1000000']],
      ],
    );
    assert.equal(rows.heldBytes, rows.textBytes + 1_000_000 * (7 + 2 * 3));
  });

  it('are refused above what the sandbox can hold, and the next statement runs', async () => {
    const tooLarge = `SELECT repeat('x', 60000) FROM generate_series(1, 5000)`;
    assert.equal(
      await outcomeOf(warehouse, 'ming', tooLarge),
      '54000 ERROR: the result is larger than the sandbox can hold',
    );
    assert.deepEqual(await outcomeOf(warehouse, 'ming', 'SELECT 1'), [['1']]);
  });
});
