import { GetStatementResultCommand, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fetchResultPage } from '../../src/core/redshift/results/resultPage.ts';
import { lowerQuartile, timed, type Measurement } from './measurement.ts';
import { pageRows } from './page.ts';

const rounds = 40;
const slowRounds = 12;

/** One page of a result, from the Data API to rows. */
export async function measureResultPage(): Promise<Measurement[]> {
  const server = fork(fileURLToPath(new URL('pageServer.js', import.meta.url)));
  const [port] = (await once(server, 'message')) as [number];
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'example', sessionToken: 'example' };
  const client = new RedshiftDataClient({ region: 'us-east-1', endpoint, credentials });
  const page: Watched[] = [];
  const floor: Watched[] = [];
  const json: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      floor.push(await watched(async () => (await fetch(endpoint, { method: 'POST' })).text()));
      page.push(await watched(() => fetchResultPage(client, 'st-1')));
    }
    // Afterwards: it leaves so much garbage that the others would pay for it.
    for (let round = 0; round < slowRounds; round++) json.push(await timed(() => fetchRowObjects(client)));
  } finally {
    client.destroy();
    server.disconnect();
  }
  // What comes first is not compiled yet.
  const warm = <T>(list: readonly T[]) => list.slice(list.length / 4);
  const time = (list: readonly Watched[]) => lowerQuartile(warm(list).map(({ ms }) => ms));
  const longest = (list: readonly Watched[]) => Math.max(...list.map(({ block }) => block));
  const rowsPerSecond = (ms: number) => (pageRows / ms) * 1000;
  return [
    {
      what: 'a page of 1 MB to rows',
      value: time(page),
      unit: 'ms',
      baseline: { what: 'fetch and text', value: time(floor) },
      budget: { of: 'ratio', atMost: 3 },
    },
    {
      what: 'a page of 1 MB to rows',
      value: time(page),
      unit: 'ms',
      baseline: { what: 'SDK, JSON, row objects', value: lowerQuartile(warm(json)) },
      budget: { of: 'ratio', atMost: 1 / 12 },
    },
    {
      what: 'rows',
      value: rowsPerSecond(time(page)),
      unit: 'rows/s',
      baseline: { what: 'fetch and text', value: rowsPerSecond(time(floor)) },
    },
    {
      what: 'longest block of the event loop, first page',
      value: page[0]?.block ?? NaN,
      unit: 'ms',
      baseline: { what: 'fetch and text', value: floor[0]?.block ?? NaN },
      budget: { of: 'value', atMost: 100 },
    },
    {
      what: 'longest block, later pages',
      value: longest(warm(page)),
      unit: 'ms',
      baseline: { what: 'fetch and text', value: longest(warm(floor)) },
      budget: { of: 'value', atMost: 100 },
    },
  ];
}

interface Watched {
  readonly ms: number;
  /** Milliseconds of work during which no timer could ring, at the longest. */
  readonly block: number;
}

async function watched(work: () => Promise<unknown>): Promise<Watched> {
  let block = 0;
  let last = performance.now();
  let cpu = process.cpuUsage();
  const tick = setInterval(() => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    // The rest of a longer gap went to other programs of a busy computer.
    block = Math.max(block, Math.min(now - last - 1, (user + system) / 1000));
    last = now;
    cpu = process.cpuUsage();
  }, 1);
  const ms = await timed(work);
  // The last block is known only once the loop has turned.
  await sleep(3);
  clearInterval(tick);
  return { ms, block };
}

/** What most clients do. */
async function fetchRowObjects(client: RedshiftDataClient): Promise<object[]> {
  const { Records = [], ColumnMetadata = [] } = await client.send(
    new GetStatementResultCommand({ Id: 'st-1' }),
  );
  const names = ColumnMetadata.map(({ name = '' }) => name);
  return Records.map((fields) =>
    Object.fromEntries(
      fields.map((field, column) => [
        names[column],
        field.isNull
          ? null
          : (field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue),
      ]),
    ),
  );
}
