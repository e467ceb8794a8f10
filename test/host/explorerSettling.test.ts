import assert from 'node:assert/strict';
import { ExplorerWorld } from './explorerWorld.ts';

describe('a line that VS Code closes by itself when a filter ends', () => {
  it('is told from one that a person closes, however long everything takes to be drawn anew', async () => {
    let now = 0;
    const world = await ExplorerWorld.make(undefined, () => now);
    try {
      await world.add('ethan@example.com');
      const [account] = await world.tree.getChildren();
      assert.ok(account);
      const told: boolean[] = [];
      const after = (milliseconds: number) => {
        now += milliseconds;
        told.push(world.tree.isClosedByItself(account));
      };
      after(0);
      world.tree.setFilter('sales');
      world.tree.setFilter('');
      after(60_000);
      await world.tree.getChildren();
      after(900);
      await world.tree.getChildren(account);
      after(900);
      after(200);
      assert.deepEqual(told, [false, true, true, true, false]);
    } finally {
      await world.close();
    }
  });
});
