// Reads the result of a million rows once, the way that its first argument names, from the endpoint of its second one.
// In a process of its own, so that no way pays for what another one left behind.
import { watched } from './eventLoop.ts';
import { pageRows, pages } from './page.ts';
import { createClient, openResult, pageByPage, pageTexts, rowObjects } from './resultPaths.ts';

/** `product`, `pageByPage`, `rowObjects` and `texts` are the paths of resultPaths.ts. */
export type ResultPath = 'product' | 'pageByPage' | 'rowObjects' | 'texts';

export interface ResultRun {
  /** Milliseconds. */
  readonly ms: number;
  /** Milliseconds; see `watched`. */
  readonly block: number;
  /** Bytes above those before: what is in use at the end, and the most of the process on the way. */
  readonly held: number;
  readonly peak: number;
}

const [path, endpoint = ''] = process.argv.slice(2) as [ResultPath, string];
const client = createClient(endpoint);

const paths: Readonly<Record<ResultPath, () => Promise<{ rowCount: number; kept: unknown }>>> = {
  product: async () => {
    const { result } = await openResult(client);
    const all = await result.all();
    return { rowCount: all.rowCount, kept: all };
  },
  pageByPage: async () => {
    const kept = await pageByPage(client);
    return { rowCount: kept.reduce((sum, { rowCount }) => sum + rowCount, 0), kept };
  },
  rowObjects: async () => {
    const kept = await rowObjects(client);
    return { rowCount: kept.length, kept };
  },
  texts: async () => {
    const kept = await pageTexts(endpoint);
    return { rowCount: kept.length * pageRows, kept };
  },
};

const before = { used: bytesInUse(), resident: process.memoryUsage.rss() };
let found: { rowCount: number; kept: unknown } | undefined;
const { ms, block } = await watched(async () => (found = await paths[path]()));
const peak = process.resourceUsage().maxRSS * 1024 - before.resident;
const held = bytesInUse() - before.used;
if (found?.rowCount !== pages * pageRows) throw new Error(`${path} read ${found?.rowCount} rows.`);
client.destroy();
process.send?.({ ms, block, held, peak } satisfies ResultRun, () => process.disconnect());

function bytesInUse(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
