// Reads the result of a million rows once, the way that its first argument names, from the endpoint of its second one.
// In a process of its own, so that no way pays for what another one left behind.
import { watched } from './eventLoop.ts';
import { pageRows, pages, scaledPages } from './page.ts';
import {
  createClient,
  openResult,
  pageByPage,
  pageTexts,
  pollEachSecond,
  rowObjects,
} from './resultPaths.ts';

/** `product`, `pageByPage`, `poll`, `rowObjects` and `texts` are the paths of resultPaths.ts. */
export type ResultPath = 'product' | 'pageByPage' | 'poll' | 'rowObjects' | 'texts';

export interface ResultRun {
  /** Milliseconds. */
  readonly ms: number;
  /** Milliseconds of processor time: what other programs do changes it less. */
  readonly cpu: number;
  /** Milliseconds; see `watched`. */
  readonly block: number;
  /** Bytes above those before: what is in use at the end, and the most of the process on the way. */
  readonly held: number;
  readonly peak: number;
}

const [path, endpoint = ''] = process.argv.slice(2) as [ResultPath, string];
const client = createClient(endpoint);

interface Found {
  readonly rowCount: number;
  readonly kept: unknown;
}

const rowCount = pages * pageRows;
const paths: Readonly<Record<ResultPath, () => Promise<Found>>> = {
  product: async () => {
    const { result } = await openResult(client);
    const all = await result.all();
    return { rowCount: all.rowCount, kept: all };
  },
  pageByPage: async () => {
    const kept = await pageByPage(client);
    return { rowCount: kept.reduce((sum, page) => sum + page.rowCount, 0), kept };
  },
  poll: async () => ({ rowCount, kept: await pollEachSecond(client) }),
  rowObjects: async () => {
    const kept = await rowObjects(client, scaledPages);
    return { rowCount: (kept.length * pages) / scaledPages, kept };
  },
  texts: async () => {
    const kept = await pageTexts(endpoint);
    return { rowCount: kept.length * pageRows, kept };
  },
};

const before = { used: bytesInUse(), resident: process.memoryUsage.rss(), cpu: process.cpuUsage() };
let found: Found | undefined;
const { ms, block } = await watched(async () => (found = await paths[path]()));
const { user, system } = process.cpuUsage(before.cpu);
const peak = process.resourceUsage().maxRSS * 1024 - before.resident;
const held = bytesInUse() - before.used;
if (found?.rowCount !== rowCount) throw new Error(`${path} read ${found?.rowCount} rows.`);
client.destroy();
const run: ResultRun = { ms, cpu: (user + system) / 1000, block, held, peak };
process.send?.(run, () => process.disconnect());

function bytesInUse(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
