import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { lowerQuartile, timed, type Measurement } from './measurement.ts';
import { pageRows, pages, scaledPages, serviceTime } from './page.ts';
import { createClient, openResult } from './resultPaths.ts';
import type { ResultPath, ResultRun } from './resultRun.ts';

const rounds = 5;
const slowRounds = 3;
/** Milliseconds that a page takes the service, where that is measured. */
const pageTime = 60;
const megabyte = 2 ** 20;

/** A statement with a million rows of eight columns, from the Data API to typed columns. */
export async function measureResults(): Promise<Measurement[]> {
  const server = startPageServer();
  try {
    const [port] = (await once(server, 'message')) as [number];
    const endpoint = `http://127.0.0.1:${port}`;
    const runs: Runs = { product: [], texts: [], rowObjects: [], poll: [] };
    // In turns: what other programs do meanwhile meets all of them.
    for (let round = 0; round < rounds; round++) {
      for (const path of ['texts', 'product', 'rowObjects', 'poll'] as const) {
        runs[path].push(await run(path, endpoint));
      }
    }
    const slow = `${endpoint}/${pageTime}`;
    const [ahead, oneByOne]: [number[], number[]] = [[], []];
    for (let round = 0; round < slowRounds; round++) {
      ahead.push((await run('product', slow)).ms - serviceTime);
      oneByOne.push((await run('pageByPage', slow)).ms);
    }
    return [
      ...millionRows(runs),
      {
        name: 'pagesAhead.time',
        what: `a million rows, ${pageTime} ms a page, the next one ahead`,
        value: lowerQuartile(ahead),
        unit: 'ms',
        baseline: { what: 'page after page', value: lowerQuartile(oneByOne) },
        budget: { of: 'ratio', atMost: 1 },
      },
      ...(await firstPage(slow)),
    ];
  } finally {
    server.disconnect();
  }
}

type Runs = Record<Exclude<ResultPath, 'pageByPage'>, ResultRun[]>;

export function startPageServer(): ChildProcess {
  return fork(fileURLToPath(new URL('pageServer.js', import.meta.url)));
}

async function run(path: ResultPath, endpoint: string): Promise<ResultRun> {
  const child = fork(fileURLToPath(new URL('resultRun.js', import.meta.url)), [path, endpoint]);
  let result: ResultRun | undefined;
  child.on('message', (message) => (result = message as ResultRun));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0 || result === undefined) throw new Error(`${path} ended with ${code}`);
  return result;
}

function millionRows({ product, texts, rowObjects, poll }: Runs): Measurement[] {
  const of = (runs: readonly ResultRun[], what: 'ms' | 'cpu') =>
    lowerQuartile(runs.map((each) => each[what]));
  const most = (runs: readonly ResultRun[], what: 'block' | 'held' | 'peak') =>
    Math.max(...runs.map((each) => each[what]));
  // The service's own time is nobody's.
  const time = of(product, 'ms') - serviceTime;
  const scale = pages / scaledPages;
  const peers = 'one-second poll, SDK, JSON, row objects';
  const scaled = `${peers} (of ${(scaledPages * pageRows).toLocaleString('en-US')}, scaled)`;
  const floor = 'fetch and text';
  return [
    {
      name: 'millionRows.time',
      what: 'a million rows × 8, statement to typed columns',
      value: time,
      unit: 'ms',
      baseline: { what: scaled, value: of(poll, 'ms') - serviceTime + of(rowObjects, 'ms') * scale },
      budget: { of: 'ratio', atMost: 1 / 12 },
    },
    {
      name: 'millionRows.timeOverFloor',
      what: 'the same, over what nobody can go below',
      value: time,
      unit: 'ms',
      baseline: { what: floor, value: of(texts, 'ms') },
      budget: { of: 'ratio', atMost: 3 },
    },
    {
      name: 'millionRows.processorTime',
      what: 'processor time of it',
      value: of(product, 'cpu'),
      unit: 'ms',
      baseline: { what: scaled, value: of(poll, 'cpu') + of(rowObjects, 'cpu') * scale },
    },
    {
      name: 'millionRows.memoryHeld',
      what: 'memory in use with all rows, above the base',
      value: most(product, 'held') / megabyte,
      unit: 'MB',
      baseline: { what: `${floor}, all kept`, value: most(texts, 'held') / megabyte },
      budget: { of: 'value', atMost: 200 },
    },
    {
      name: 'millionRows.memoryPeak',
      what: 'memory of the process at its peak, above the base',
      value: most(product, 'peak') / megabyte,
      unit: 'MB',
      baseline: { what: `${floor}, all kept`, value: most(texts, 'peak') / megabyte },
      budget: { of: 'value', atMost: 200 },
    },
    {
      name: 'millionRows.block',
      what: 'longest block of the event loop',
      value: most(product, 'block'),
      unit: 'ms',
      baseline: { what: peers, value: most(rowObjects, 'block') },
      budget: { of: 'value', atMost: 100 },
    },
  ];
}

/** What there is to see before anybody asks for more. */
async function firstPage(endpoint: string): Promise<Measurement[]> {
  const client = createClient(endpoint);
  try {
    const opened = await openResult(client);
    let shown = 0;
    const preview = await timed(async () => (shown = (await opened.result.rows(0, 200)).length));
    // As long as several pages take.
    await sleep(5 * pageTime);
    if (shown === 0) throw new Error('The first page shows no rows.');
    return [
      {
        name: 'firstPage.pagesFetched',
        what: 'pages fetched until the first rows are shown, and a while later',
        value: opened.pagesFetched(),
        unit: 'pages',
        baseline: { what: 'of the result', value: pages },
        budget: { of: 'value', atMost: 1 },
      },
      {
        name: 'firstPage.preview',
        what: `the first ${shown} rows out of it`,
        value: preview,
        unit: 'ms',
        baseline: { what: 'a page of the service', value: pageTime },
      },
    ];
  } finally {
    client.destroy();
  }
}
