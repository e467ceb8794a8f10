// `npm run screenshots`: the pictures of README and walkthrough, made from the packaged extension, the sandbox and the samples.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startSandboxChild } from '../../src/node/sandboxChild.ts';
import { openWorld, signIn } from '../ui/world.ts';
import { installVsCode } from './install.ts';
import { inRepository } from './repository.ts';
import { sandboxProgram, sandboxSettings } from './sandboxProfile.ts';
import { packageExtension } from './vsix.ts';
import type { Workbench } from './workbench.ts';

const folder = inRepository('media', 'screenshots');
/** Pixels. */
const [tallest, margin, scrollBar] = [720, 8, 14];
const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Default High Contrast',
} as const;

/** One cell a picture, each in a notebook of its own. */
const notebooks = {
  'grid.rsql': `-- %% Sales
SELECT sale_id, region, country, city, sold_on, product, quantity, amount
FROM sales;
`,
  'chart.rsql': `-- %% Sales by region and month chart="mark=line&x=month&y=amount&colour=region&aggregate=sum"
SELECT region, DATE_TRUNC('month', sold_on) AS month, SUM(amount) AS amount
FROM sales
GROUP BY region, DATE_TRUNC('month', sold_on);
`,
  'map.rsql': `-- %% Sales by country chart="mark=map&country=country&measure=amount&aggregate=sum"
SELECT country, SUM(amount) AS amount
FROM sales GROUP BY country;
`,
};

/** What stands in front of the reader of each picture. */
const scenes: readonly {
  name: string;
  notebook: keyof typeof notebooks;
  /** Of the window, in pixels. */
  width: number;
  show: (on: Workbench) => Promise<void>;
}[] = [
  {
    name: 'grid',
    notebook: 'grid.rsql',
    width: 1456,
    show: async (workbench) => {
      await sortByAmount(workbench);
      await (
        await workbench.outputPart('[role=row][aria-rowindex="4"] [role=gridcell]:nth-last-child(1)')
      ).click();
      for (let rows = 0; rows < 4; rows++) await workbench.page.keyboard.press('Shift+ArrowDown');
      await workbench.outputPart('text=average');
    },
  },
  {
    name: 'filter',
    notebook: 'grid.rsql',
    width: 1456,
    show: async (workbench) => {
      await sortByAmount(workbench);
      await openFilter(workbench, 'country');
      await (await workbench.outputPart('[aria-label="Condition"]')).selectOption('oneOf');
      for (const country of ['Australia', 'New Zealand']) {
        await (await workbench.outputPart(`.form-values label:has-text("${country}")`)).click();
      }
      await (await workbench.outputPart('button:has-text("Apply")')).click();
      await workbench.waitForOutput('of 5,400 rows');
      await openFilter(workbench, 'country');
      await workbench.outputPart('.form-values label:has-text("New Zealand")');
    },
  },
  {
    name: 'chart',
    notebook: 'chart.rsql',
    width: 1456,
    show: async (workbench) => void (await workbench.outputPart('.marks')),
  },
  {
    name: 'map',
    notebook: 'map.rsql',
    width: 1384,
    show: async (workbench) => void (await workbench.outputPart('.marks')),
  },
];

/** Of a cell with its output, as much of it as a page has room for. */
async function pictureOf(workbench: Workbench): Promise<Buffer> {
  const output = await workbench.outputPart('.redshift-identity-result');
  const [cell, result] = await Promise.all([workbench.cell(0).boundingBox(), output.boundingBox()]);
  if (!cell || !result) throw new Error('The cell is not in sight.');
  const height = result.y + result.height - cell.y + margin;
  const clip = { ...cell, width: cell.width - scrollBar, height: Math.min(height, tallest) };
  return workbench.page.screenshot({ clip });
}

/** The largest first. */
async function sortByAmount(workbench: Workbench): Promise<void> {
  const amount = await workbench.outputPart('[role=columnheader][aria-label^="amount,"] .name');
  for (const firstAmount of ['20.83', '8091.00']) {
    await amount.click();
    await workbench.outputPart(`[role=row][aria-rowindex="2"] [role=gridcell]:text-is("${firstAmount}")`);
  }
}

async function openFilter(workbench: Workbench, column: string): Promise<void> {
  await (await workbench.outputPart(`[role=columnheader][aria-label^="${column},"]`)).hover();
  await (await workbench.outputPart(`[aria-label="Menu of ${column}"]`)).click();
  await (await workbench.outputPart('[role=menuitem]:has-text("Filter…")')).click();
}

await installVsCode();
await packageExtension();
await mkdir(folder, { recursive: true });
const sandbox = await startSandboxChild(sandboxProgram);
try {
  for (const [theme, colorTheme] of Object.entries(themes)) {
    const settings = {
      ...sandboxSettings(sandbox.ready),
      'workbench.colorTheme': colorTheme,
      // The buttons of a cell would lie over the edge of its picture.
      'notebook.cellToolbarLocation': { default: 'hidden' },
    };
    const world = await openWorld(settings, 'trusted', notebooks);
    const { workbench } = world;
    try {
      await signIn(world, 'ethan@example.com');
      for (const [index, { name, notebook, width, show }] of scenes.entries()) {
        await workbench.page.setViewportSize({ width, height: 1300 });
        await workbench.openFile(notebook);
        await workbench.waitForCells();
        await workbench.runCell(0);
        await workbench.waitForRun(0, index + 1);
        await show(workbench);
        await workbench.page.mouse.move(5, 300);
        await workbench.page.waitForTimeout(500);
        await writeFile(path.join(folder, `${name}-${theme}.png`), await pictureOf(workbench));
        console.log(`media/screenshots/${name}-${theme}.png`);
        await workbench.runCommand('View: Close All Editors');
      }
    } catch (error) {
      // What stood in the way.
      await workbench.screenshot('screenshots-failed');
      throw error;
    } finally {
      await world.stop();
    }
  }
} finally {
  await sandbox.stop();
}
