import { pathToFileURL } from 'node:url';
import { NumberColumn, TextColumn, type Column } from '../../src/core/redshift/results/page/column.ts';
import type { ColumnKind } from '../../src/core/redshift/results/page/columnKind.ts';
import { TypedRows } from '../../src/core/redshift/results/page/typedRows.ts';
import type { TextOrder, WorkRows } from '../../src/core/redshift/results/view/contract.ts';
import { ResultWorker } from '../../src/node/resultWorker/resultWorker.ts';
import type { ColumnFilter, SortKey } from '../../src/protocol/resultViewSpec.ts';
import { inRepository } from '../vscode/repository.ts';
import { watched } from './eventLoop.ts';
import { lowerQuartile, timed, type Measurement } from './measurement.ts';

const rounds = 5;
const pageRows = 10_000;
const pages = 100;
/** The baseline sorts so many rows, and its time is multiplied: all of them would take too long. */
const scaledPages = 20;

const bytes: TextOrder = { kind: 'bytes' };

const types = ['int8', 'int4', 'numeric', 'float8', 'bool', 'timestamp', 'varchar', 'varchar'] as const;
const quantity = 1;
const amount = 2;
const discount = 3;
const soldAt = 5;
const note = 7;

/** Work on all rows of a view, in its thread, with the copies there and back. */
export async function measureViews(): Promise<Measurement[]> {
  const rows = millionRows();
  const work = new ResultWorker(pathToFileURL(inRepository('dist', 'resultWorker.js')));
  let block = 0;
  const time = async (task: () => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const run = await watched(task);
      block = Math.max(block, run.block);
      times.push(run.ms);
    }
    return lowerQuartile(times);
  };
  const sort = (column: number, textOrder = bytes): Promise<number> => {
    const key: SortKey = { column, descending: false, nulls: 'last' };
    return time(() => work.order(rows, { sort: [key], filters: [] }, textOrder));
  };
  const find = { text: 'ORDER 77', matchCase: false, columns: types.map((_, index) => index) };
  const contains: ColumnFilter = { column: note, kind: 'contains', text: 'ORDER 77', matchCase: false };
  try {
    // Starts the thread, and lets its code warm up.
    await sort(quantity);
    const collator = new Intl.Collator('en');
    const texts = await naiveSort(rows, note, (text) => text ?? '', collator.compare);
    const numbers = (column: number): Promise<number> =>
      naiveSort(rows, column, Number, (left, right) => left - right);
    return [
      sortOf(
        'sortStrings',
        'a million strings by their bytes',
        await sort(note),
        'Intl.Collator',
        texts,
        1000,
      ),
      sortOf(
        'sortCollated',
        'a million strings as people of a language do',
        await sort(note, { kind: 'locale', locale: 'en' }),
        'Intl.Collator',
        texts,
      ),
      sortOf('sortInts', 'a million int4', await sort(quantity), 'comparator', await numbers(quantity), 300),
      sortOf(
        'sortFloats',
        'a million float8',
        await sort(discount),
        'comparator',
        await numbers(discount),
        300,
      ),
      sortOf(
        'sortDecimals',
        'a million numeric',
        await sort(amount),
        'comparator',
        await numbers(amount),
        300,
      ),
      sortOf(
        'sortTimes',
        'a million timestamps',
        await sort(soldAt),
        'Date.parse, comparator',
        await naiveSort(
          rows,
          soldAt,
          (text) => Date.parse(`${text}Z`),
          (left, right) => left - right,
        ),
        300,
      ),
      {
        name: 'filter.time',
        what: 'a million strings that contain a text, whatever their case',
        value: await time(() => work.order(rows, { sort: [], filters: [contains] }, bytes)),
        unit: 'ms',
        baseline: { what: 'toLowerCase, includes', value: await naiveFind(rows, [note]) },
        budget: { of: 'ratio', atMost: 1 },
      },
      {
        name: 'find.time',
        what: 'a text in a million rows × 8',
        value: await time(() => work.find(rows, find)),
        unit: 'ms',
        baseline: { what: 'toLowerCase, includes', value: await naiveFind(rows, find.columns) },
        budget: { of: 'ratio', atMost: 1 },
      },
      {
        name: 'profile.time',
        what: 'what a column of a million numeric holds',
        value: await time(() => work.profile(rows, amount)),
        unit: 'ms',
      },
      {
        name: 'block.time',
        what: 'longest block of the event loop in all of that',
        value: block,
        unit: 'ms',
        budget: { of: 'value', atMost: 100 },
      },
    ];
  } finally {
    await work.dispose();
  }
}

function sortOf(
  name: string,
  what: string,
  value: number,
  how: string,
  baseline: number,
  atMost?: number,
): Measurement {
  return {
    name: `${name}.time`,
    what: `sort ${what}`,
    value,
    unit: 'ms',
    baseline: {
      what: `${how} (of ${(scaledPages * pageRows).toLocaleString('en-US')}, scaled)`,
      value: baseline,
    },
    ...(atMost !== undefined && { budget: { of: 'value' as const, atMost } }),
  };
}

/** As it is done without bytes: texts, their values, and the sort of the language. */
async function naiveSort<T>(
  rows: WorkRows,
  column: number,
  read: (text: string | null) => T,
  compare: (left: T, right: T) => number,
): Promise<number> {
  const ms = await timed(() => {
    const values = rows.pages
      .slice(0, scaledPages)
      .flatMap((page) => page.columns[column]?.texts(0, page.rowCount) ?? [])
      .map((text, row) => ({ row, value: read(text) }));
    values.sort((left, right) => compare(left.value, right.value));
  });
  return (ms * pages) / scaledPages;
}

function naiveFind(rows: WorkRows, columns: readonly number[]): Promise<number> {
  const wanted = 'order 77';
  return timed(() => {
    let found = 0;
    for (const page of rows.pages) {
      for (const column of columns) {
        for (const text of page.columns[column]?.texts(0, page.rowCount) ?? []) {
          if (text?.toLowerCase().includes(wanted)) found++;
        }
      }
    }
    if (found === 0) throw new Error('Nothing was found.');
  });
}

const countries = ['Japan', 'Deutschland', 'Korea, Republic of', 'España', 'United States', '中国'];

/** The same in each run, and in no order. */
function millionRows(): WorkRows {
  let seed = 12_345;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const list = <T>(make: () => T): T[] => Array.from({ length: pageRows }, make);
  const day = 86_400_000;
  const page = (): TypedRows =>
    new TypedRows(
      [
        new NumberColumn(
          'bigint',
          BigInt64Array.from(list(() => 9_007_199_254_740_993n + BigInt(random(1e9)))),
          undefined,
        ),
        new NumberColumn('integer', Int32Array.from(list(() => random(2e9) - 1e9)), undefined),
        textColumn(
          'decimal',
          list(() => (random(1e8) / 100).toFixed(2)),
        ),
        textColumn(
          'float',
          list(() => String(Math.sqrt(random(1e9)) / 7)),
        ),
        new NumberColumn('boolean', Uint8Array.from(list(() => random(2))), undefined),
        textColumn(
          'timestamp',
          list(() =>
            new Date(1.6e12 + random(2000) * day + random(day)).toISOString().replace('T', ' ').slice(0, 23),
          ),
        ),
        textColumn(
          'text',
          list(() => countries[random(countries.length)] ?? ''),
        ),
        textColumn(
          'text',
          list(() => `order ${random(1e9)} was shipped`),
        ),
      ],
      pageRows,
    );
  return {
    columns: types.map((typeName, index) => ({ name: `c${index}`, typeName, numeric: false })),
    pages: Array.from({ length: pages }, page),
    order: undefined,
  };
}

function textColumn(kind: ColumnKind, texts: readonly string[]): Column {
  const encoded = texts.map((text) => Buffer.from(text));
  const offsets = new Uint32Array(texts.length + 1);
  encoded.forEach(({ length }, row) => (offsets[row + 1] = (offsets[row] as number) + length));
  return new TextColumn(kind, Uint8Array.from(Buffer.concat(encoded)), offsets, undefined);
}
