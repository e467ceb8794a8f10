import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExportRun, ExportWay } from './exportRun.ts';
import { lowerQuartile, type Measurement } from './measurement.ts';
import { excelPages, pageRows, pages } from './page.ts';

const rounds = 3;
const megabyte = 2 ** 20;
const scale = pages / excelPages;

interface Subject {
  readonly way: ExportWay;
  readonly what: string;
  readonly simpler: ExportWay;
  readonly simplerWhat: string;
  /** Of the time, to that of what is simpler. */
  readonly atMost: number;
  /** Of what is simpler, to all rows. */
  readonly scale: number;
  readonly rounds: number;
}

const subjects: readonly Subject[] = [
  {
    way: 'csv',
    what: 'CSV',
    simpler: 'joinedCsv',
    simplerWhat: 'arrays of texts, joined, written at once',
    atMost: 1,
    scale: 1,
    rounds,
  },
  {
    way: 'parquet',
    what: 'Parquet',
    simpler: 'wholeParquet',
    simplerWhat: 'arrays of values, written at once',
    atMost: 1.5,
    scale: 1,
    rounds,
  },
  {
    way: 'xlsx',
    what: 'Excel',
    simpler: 'wholeExcel',
    simplerWhat: `workbook in memory (of ${(excelPages * pageRows).toLocaleString('en-US')} rows, scaled)`,
    atMost: 1.5,
    scale,
    rounds: 1,
  },
];

/** A million rows of eight columns, from typed columns to files. */
export async function measureExport(): Promise<Measurement[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-bench-'));
  try {
    const measurements: Measurement[] = [];
    for (const subject of subjects) measurements.push(...(await measure(subject, folder)));
    return measurements;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(subject: Subject, folder: string): Promise<Measurement[]> {
  const { way, what, simpler, simplerWhat, atMost } = subject;
  const [own, others]: [ExportRun[], ExportRun[]] = [[], []];
  // In turns: what other programs do meanwhile meets both.
  for (let round = 0; round < subject.rounds; round++) {
    own.push(await run(way, folder));
    others.push(await run(simpler, folder));
  }
  const most = (runs: readonly ExportRun[], of: 'block' | 'peak') =>
    Math.max(...runs.map((each) => each[of]));
  const time = (runs: readonly ExportRun[]) => lowerQuartile(runs.map(({ ms }) => ms));
  return [
    {
      name: `${way}.time`,
      what: `a million rows × 8 to ${what}`,
      value: time(own),
      unit: 'ms',
      baseline: { what: simplerWhat, value: time(others) * subject.scale },
      budget: { of: 'ratio', atMost },
    },
    {
      name: `${way}.memoryPeak`,
      what: 'memory of the process at its peak, above the base',
      value: most(own, 'peak') / megabyte,
      unit: 'MB',
      baseline: { what: simplerWhat, value: (most(others, 'peak') / megabyte) * subject.scale },
      budget: { of: 'ratio', atMost: 1 },
    },
    {
      name: `${way}.block`,
      what: 'longest block of the event loop',
      value: most(own, 'block'),
      unit: 'ms',
      baseline: { what: simplerWhat, value: most(others, 'block') * subject.scale },
      budget: { of: 'value', atMost: 50 },
    },
  ];
}

async function run(way: ExportWay, folder: string): Promise<ExportRun> {
  const child = fork(fileURLToPath(new URL('exportRun.js', import.meta.url)), [way, folder]);
  let result: ExportRun | undefined;
  child.on('message', (message) => (result = message as ExportRun));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0 || result === undefined) throw new Error(`${way} ended with ${code}`);
  return result;
}
