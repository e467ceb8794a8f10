import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromNotebook, toNotebook, type EditedNotebook } from '../../src/core/notebook/plainNotebook.ts';
import { lowerQuartile, timed, type Measurement } from './measurement.ts';

const cells = 10_000;
const rounds = 8;

/** Opening and saving a large `.rsql` file. */
export async function measureLargeNotebook(): Promise<Measurement[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-bench-'));
  try {
    const large = await openAndSave(path.join(folder, 'large.rsql'), cells);
    const small = await openAndSave(path.join(folder, 'small.rsql'), cells / 10);
    const bytes = { what: 'the bytes alone', unit: 'ms' };
    const row = (name: string, what: string, value: number, baseline: number): Measurement => ({
      name,
      what,
      value,
      unit: bytes.unit,
      baseline: { what: bytes.what, value: baseline },
    });
    return [
      row('open.time', 'opening 10,000 cells', large.open, large.read),
      row('save.time', 'saving 10,000 cells, none changed', large.save, large.write),
      row('saveChanged.time', 'saving 10,000 cells, all changed', large.saveChanged, large.write),
      {
        name: 'cell.time',
        what: 'opening and saving, a cell of 10,000',
        value: ((large.open + large.save) / cells) * 1000,
        unit: 'µs',
        baseline: { what: 'of 1,000', value: ((small.open + small.save) / cells) * 10_000 },
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Times = Record<'read' | 'open' | 'write' | 'save' | 'saveChanged', number>;

async function openAndSave(file: string, count: number): Promise<Times> {
  const bytes = new TextEncoder().encode(textOf(count));
  await writeFile(file, bytes);
  const notebook = toNotebook(bytes);
  const changed: EditedNotebook = {
    ...notebook,
    cells: notebook.cells.map((cell) => ({ ...cell, text: `${cell.text} -- changed` })),
  };
  const work: Record<keyof Times, () => Promise<unknown>> = {
    read: () => readFile(file),
    open: async () => toNotebook(await readFile(file)),
    write: () => writeFile(file, bytes),
    save: () => writeFile(file, fromNotebook(notebook)),
    saveChanged: () => writeFile(`${file}.changed`, fromNotebook(changed)),
  };
  const times: Record<keyof Times, number[]> = { read: [], open: [], write: [], save: [], saveChanged: [] };
  const names = Object.keys(work) as (keyof Times)[];
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times[name].push(await timed(work[name]));
  }
  const warm = names.map((name) => [name, lowerQuartile(times[name].slice(rounds / 4))] as const);
  return Object.fromEntries(warm) as Times;
}

function textOf(count: number): string {
  const header = '-- ---\n-- redshift:\n--   region: us-west-2\n--   workgroup: sales\n-- ---\n';
  const cell = (index: number) =>
    index % 4 === 0
      ? `-- %% [markdown]\n-- # Part ${index}\n-- What the next cells show.\n`
      : `-- %% Sales ${index} tags="daily"\nSELECT country, SUM(amount) AS amount\nFROM sales\nWHERE sale_id > ${index}\nGROUP BY country;\n`;
  return [header, ...Array.from({ length: count }, (_, index) => cell(index))].join('\n');
}
