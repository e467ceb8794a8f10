import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import type { RowSource } from '../../src/core/redshift/results/contract.ts';
import { ResultWorker } from '../../src/node/resultWorker/resultWorker.ts';
import { openGridPage, payloadOf, type GridPage } from '../renderer/browser/gridPage.ts';
import { openHostSide } from '../renderer/browser/hostSide.ts';
import { launchBrowser } from '../vscode/browser.ts';
import { inRepository } from '../vscode/repository.ts';
import { collatorTime, comparatorTime, jumpTime, paintTime, scrollTime, sortTime } from './grid/inPage.ts';
import { rowCount, sale } from './grid/sales.ts';
import { saleSource } from './grid/saleSource.ts';
import { lowerQuartile, median, type Measurement } from './measurement.ts';

const rounds = 5;
/** Frames in which a grid is scrolled, and pixels a frame. */
const frames = 150;
const step = 900;

/** What somebody feels of a grid of a million rows. */
const aspects = [
  { name: 'paint', what: 'first paint', unit: 'ms', atMost: 100 },
  { name: 'scroll', what: 'a frame while scrolling, 95 of 100', unit: 'ms', atMost: 25 },
  { name: 'jump', what: 'to the last row', unit: 'ms', atMost: 50 },
  { name: 'heap', what: "the page's memory above its base", unit: 'MB', atMost: 50 },
] as const;
type Aspects = Readonly<Record<(typeof aspects)[number]['name'], number>>;

/** A module that draws, and what scrolls then. */
interface Drawing {
  readonly entry: string;
  readonly scroller: string;
}

const product: Drawing = {
  entry: 'src/renderer/index.ts',
  scroller: '.redshift-identity-grid [role=grid]',
};
const others = [
  {
    name: 'regularTable',
    what: 'regular-table',
    drawing: { entry: 'test/bench/grid/regularTable.ts', scroller: 'regular-table' },
  },
  {
    name: 'slickGrid',
    what: 'SlickGrid',
    drawing: { entry: 'test/bench/grid/slickGrid.ts', scroller: '.slick-viewport' },
  },
] as const;

/**
 * A million rows × 8 in Chromium: the product's grid, whose rows come from another process, beside two well-known ones
 * that make theirs on the spot.
 */
export async function measureGrid(): Promise<Measurement[]> {
  const source = await saleSource();
  const browser = await launchBrowser();
  const work = new ResultWorker(pathToFileURL(inRepository('dist', 'resultWorker.js')));
  const open = (entry: string) =>
    openGridPage({
      ...{ browser, entry, result: source, minify: true, drawn: false, width: 1600 },
      host: openHostSide(source, { work }),
    });
  try {
    const ours = await felt(product, open, source);
    const measurements: Measurement[] = [];
    for (const { name, what: other, drawing } of others) {
      const theirs = await felt(drawing, open, source);
      for (const { name: aspect, what, unit, atMost } of aspects) {
        measurements.push({
          ...{ name: `${aspect}.${name}`, what, value: ours[aspect], unit },
          baseline: { what: other, value: theirs[aspect] },
          budget: { of: 'value', atMost },
        });
      }
    }
    return [...measurements, ...(await sorting(open, source))];
  } finally {
    work.dispose();
    await browser.close();
  }
}

type Open = (entry: string) => Promise<GridPage>;

async function felt({ entry, scroller }: Drawing, open: Open, source: RowSource): Promise<Aspects> {
  const all: Aspects[] = [];
  for (let round = 0; round < rounds; round++) {
    const opened = await open(entry);
    const { page, host } = opened;
    const payload = JSON.stringify(await payloadOf(source, host?.resultId));
    const base = await heap(page);
    const paint = await page.evaluate(paintTime, { payload, value: saleId(0) });
    const scroll = await page.evaluate(scrollTime, { scroller, frames, step });
    const jump = await page.evaluate(jumpTime, { scroller, value: saleId(rowCount - 1) });
    all.push({ paint, scroll, jump, heap: ((await heap(page)) - base) / 2 ** 20 });
    await opened.close();
  }
  const middle = (name: keyof Aspects) => median(all.map((one) => one[name]));
  return { paint: middle('paint'), scroll: middle('scroll'), jump: middle('jump'), heap: middle('heap') };
}

async function sorting(open: Open, source: RowSource): Promise<Measurement[]> {
  const texts: Sorted[] = [];
  const numbers: Sorted[] = [];
  let [collator, comparator] = [NaN, NaN];
  for (let round = 0; round < rounds; round++) {
    // A view that was made before would only be shown again.
    const opened = await open(product.entry);
    const { page, host } = opened;
    await opened.draw(await payloadOf(source, host?.resultId));
    texts.push(await page.evaluate(sortTime, { column: 'note', value: firstNote() }));
    numbers.push(await page.evaluate(sortTime, { column: 'amount', value: '0.00' }));
    if (round === 0) {
      collator = await page.evaluate(collatorTime, rowCount);
      comparator = await page.evaluate(comparatorTime, rowCount);
    }
    await opened.close();
  }
  const longest = Math.max(...[...texts, ...numbers].map(({ longestFrame }) => longestFrame));
  const quickest = (all: readonly Sorted[]) => lowerQuartile(all.map(({ time }) => time));
  return [
    {
      ...{ name: 'sort.texts', what: 'sorting a million texts', value: quickest(texts), unit: 'ms' },
      baseline: { what: 'a collator in the page', value: collator },
      budget: { of: 'value', atMost: 1_000 },
    },
    {
      ...{ name: 'sort.numbers', what: 'sorting a million numbers', value: quickest(numbers), unit: 'ms' },
      baseline: { what: 'a comparator in the page', value: comparator },
      budget: { of: 'value', atMost: 300 },
    },
    {
      ...{ name: 'sort.longestFrame', what: 'the longest frame meanwhile', value: longest, unit: 'ms' },
      baseline: { what: 'a comparator in the page', value: comparator },
      budget: { of: 'value', atMost: 100 },
    },
  ];
}

type Sorted = Awaited<ReturnType<typeof sortTime>>;

/** The note that stands first once they are sorted. */
function firstNote(): string {
  let first = '~';
  for (let row = 0; row < rowCount; row++) {
    const note = sale(row)[7] ?? '~';
    if (note < first) first = note;
  }
  return first;
}

const saleId = (row: number): string => sale(row)[0] ?? '';

/** Bytes in use once what nobody needs is collected. */
async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
