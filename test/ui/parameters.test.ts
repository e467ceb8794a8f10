import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorldForTests } from './openWorldForTests.ts';
import { openNotebook, reloadNotebook, savedAs, signIn, type World } from './world.ts';

const text =
  'SELECT COUNT(*) AS orders, :wanted::varchar AS wanted FROM sales WHERE region = :wanted::varchar;\n';

describe('a parameter without a value', () => {
  let world: World;

  openWorldForTests('parameters', { files: { 'asked.rsql': text } }, async (open) => {
    ({ world } = open);
    await signIn(world, 'ethan@example.com');
  });

  /** Answers the box that asks for the parameter. */
  async function answer(value: string): Promise<void> {
    const { workbench } = world;
    await workbench.page.locator('.quick-input-title', { hasText: 'Parameter :wanted' }).waitFor();
    await workbench.typeInQuickInput(value);
    await workbench.page.keyboard.press('Enter');
  }

  const isBound = (value: string) => (tables: string[][][]) => tables.some(([row]) => row?.[1] === value);

  it('is asked for, says why an empty value can’t be, and is bound', async () => {
    const { workbench } = world;
    await openNotebook(workbench, 'asked.rsql');
    await workbench.runAllCells();
    await answer('');
    await workbench.page
      .locator('.quick-input-message', { hasText: 'binds no empty value and no NULL' })
      .waitFor();
    await workbench.screenshot('parameters-empty-dark');
    await answer("EM'EA");
    await workbench.waitForTables(isBound("EM'EA"));
  });

  it('is remembered in the next window', async () => {
    const { workbench } = world;
    await reloadNotebook(workbench, 'asked.rsql');
    await workbench.runAllCells();
    await workbench.waitForTables(isBound("EM'EA"));
    assert.equal(await readFile(path.join(world.notebooks, 'asked.rsql'), 'utf8'), text);
  });

  it('is changed by the command, and kept in the header', async () => {
    const { workbench } = world;
    await workbench.runCommand('Redshift Identity: Change Parameter Value…');
    await workbench.pick(':wanted');
    await answer('EMEA');
    await workbench.pick('Keep it in the notebook’s header');
    await workbench.runAllCells();
    await workbench.waitForTables(isBound('EMEA'));
    await workbench.page.keyboard.press('Control+S');
    const wanted = `-- ---\n-- redshift:\n--   parameters:\n--     wanted: EMEA\n-- ---\n\n${text}`;
    assert.equal(await savedAs(world, 'asked.rsql', wanted), wanted);
  });
});
