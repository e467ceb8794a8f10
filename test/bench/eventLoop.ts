import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { timed } from './measurement.ts';

export interface Watched {
  /** Milliseconds. */
  readonly ms: number;
  /** Milliseconds of work during which no timer could ring, at the longest. */
  readonly block: number;
}

/** Times work and looks how long it keeps everybody else waiting. */
export async function watched(work: () => Promise<unknown>): Promise<Watched> {
  let block = 0;
  let last = performance.now();
  let cpu = process.cpuUsage();
  let loop = performance.eventLoopUtilization();
  const tick = setInterval(() => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    const { active } = performance.eventLoopUtilization(loop);
    // The rest of a longer gap went to other programs of a busy computer, or to threads beside this one.
    block = Math.max(block, Math.min(now - last - 1, (user + system) / 1000, active));
    last = now;
    cpu = process.cpuUsage();
    loop = performance.eventLoopUtilization();
  }, 1);
  const ms = await timed(work);
  // The last block is known only once the loop has turned.
  await sleep(3);
  clearInterval(tick);
  return { ms, block };
}
