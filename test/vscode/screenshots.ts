// `npm run screenshots`: the pictures of README and walkthrough, made from the packaged extension, the sandbox and the samples.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startSandboxChild } from '../../src/node/sandboxChild.ts';
import { openWorld, signIn } from '../ui/world.ts';
import { installVsCode } from './install.ts';
import { inRepository } from './repository.ts';
import { sandboxProgram, sandboxSettings } from './sandboxProfile.ts';
import { packageExtension } from './vsix.ts';
import type { Workbench } from './workbench.ts';

const folder = inRepository('media', 'screenshots');
const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
} as const;

/** One cell a picture, each in a notebook of its own. */
const notebooks = {
  'grid.rsql': `-- %% Sales
SELECT sale_id, region, country, city, sold_on, product, quantity, amount, note
FROM sales;
`,
  'chart.rsql': `-- %% Sales by region and month chart="mark=line&x=month&y=amount&colour=region&aggregate=sum"
SELECT region, DATE_TRUNC('month', sold_on) AS month, SUM(amount) AS amount
FROM sales
GROUP BY region, DATE_TRUNC('month', sold_on);
`,
  'map.rsql': `-- %% Sales by country chart="mark=map&country=country&measure=amount&aggregate=sum"
SELECT country, SUM(amount) AS amount
FROM sales
GROUP BY country;
`,
};

/** What stands in front of the reader of each picture. */
const scenes: readonly {
  name: string;
  notebook: keyof typeof notebooks;
  show: (on: Workbench) => Promise<void>;
}[] = [
  {
    name: 'grid',
    notebook: 'grid.rsql',
    show: async (workbench) => {
      await (await workbench.outputPart('[role=columnheader][aria-label^="amount,"] .name')).click();
      await workbench.outputPart('[role=columnheader][aria-label^="amount,"][aria-sort="ascending"]');
      await (await workbench.outputPart('[role=row][aria-rowindex="4"] [aria-colindex="8"]')).click();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) {
        await workbench.page.keyboard.press(`Shift+${key}`);
      }
      await workbench.outputPart('text=Sum');
    },
  },
  {
    name: 'filter',
    notebook: 'grid.rsql',
    show: async (workbench) => {
      await (await workbench.outputPart('[role=columnheader][aria-label^="country,"]')).hover();
      await (await workbench.outputPart('[aria-label="Menu of country"]')).click();
      await (await workbench.outputPart('[role=menuitem]:has-text("Filter")')).click();
      await workbench.outputPart('text=Singapore');
    },
  },
  {
    name: 'chart',
    notebook: 'chart.rsql',
    show: async (workbench) => void (await workbench.outputPart('.marks')),
  },
  {
    name: 'map',
    notebook: 'map.rsql',
    show: async (workbench) => void (await workbench.outputPart('.marks')),
  },
];

await installVsCode();
await packageExtension();
await mkdir(folder, { recursive: true });
const sandbox = await startSandboxChild(sandboxProgram);
try {
  for (const [theme, colorTheme] of Object.entries(themes)) {
    const settings = { ...sandboxSettings(sandbox.ready), 'workbench.colorTheme': colorTheme };
    const world = await openWorld(settings, 'trusted', notebooks);
    try {
      const { workbench } = world;
      await workbench.page.setViewportSize({ width: 1100, height: 720 });
      await signIn(world, 'ethan@example.com');
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      for (const { name, notebook, show } of scenes) {
        await workbench.openFile(notebook);
        await workbench.waitForCells();
        await workbench.runCell(0);
        await show(workbench);
        await workbench.page.mouse.move(5, 300);
        await workbench.page.waitForTimeout(500);
        await workbench.page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
        console.log(`media/screenshots/${name}-${theme}.png`);
      }
    } finally {
      await world.stop();
    }
  }
} finally {
  await sandbox.stop();
}
