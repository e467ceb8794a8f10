import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { profileFromSandbox } from '../../src/core/identity/sandboxProfile.ts';
import type { RequestLogEntry } from '../../src/protocol/requestLog.ts';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { SandboxProgram } from '../sandbox/program.ts';
import { startDelay } from './delay.ts';
import type { Measurement } from './measurement.ts';
import { requestLog, Window } from './window.ts';

/** Milliseconds that every AWS call takes longer, in half of the sign-ins. */
const delay = 400;
const rounds = 2;

/** The calls from the browser's answer to the first row, and those of a return to a Region. */
export async function measureSignIn(): Promise<Measurement[]> {
  const sandbox = new SandboxProgram('--json');
  const folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-bench-'));
  try {
    const ready = await sandbox.ready();
    const log = () => requestLog(ready);
    const signIn = () => new Window(folder, profileFromSandbox(ready));
    // The first window loads the code, and the first statement wakes the warehouse.
    await signIn().firstRow('ming@example.com');
    const before = (await log()).length;
    await signIn().firstRow('ming@example.com');
    const calls = afterBrowser((await log()).slice(before));
    return [await inSequence(ready, folder, calls), ...(await returns(signIn(), log))];
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What every call's delay adds to the whole, counted in delays: calls side by side add it once. */
async function inSequence(
  ready: SandboxReady,
  folder: string,
  calls: readonly RequestLogEntry[],
): Promise<Measurement> {
  const quickest = async (ms: number): Promise<number> => {
    const { endpoint, stop } = await startDelay(ready.aws.endpoint, ms);
    const profile = profileFromSandbox({ ...ready, aws: { endpoint } });
    const times: number[] = [];
    try {
      for (let round = 0; round < rounds; round++)
        times.push(await new Window(folder, profile).firstRow('ming@example.com'));
    } finally {
      await stop();
    }
    return Math.min(...times);
  };
  const atAws = Math.round(((await quickest(delay)) - (await quickest(0))) / delay);
  const atOkta = calls.filter(({ service }) => service === 'okta').length;
  return {
    name: 'firstRow.calls',
    what: 'from the browser to the first row, in sequence',
    value: atOkta + atAws,
    unit: 'calls',
    baseline: { what: 'sent in all', value: calls.length },
    budget: { of: 'value', atMost: 6 },
  };
}

async function returns(window: Window, log: () => Promise<RequestLogEntry[]>): Promise<Measurement[]> {
  const identityCalls = async (work: () => Promise<unknown>): Promise<number> => {
    const before = (await log()).length;
    await work();
    const calls = afterBrowser((await log()).slice(before));
    return calls.filter(({ service }) => service !== 'redshift-data').length;
  };
  const first = await identityCalls(() => window.firstRow('ethan@example.com'));
  const other = await identityCalls(() => window.run(1));
  const back = await identityCalls(() => window.run(0));
  window.reload();
  const reloaded = await identityCalls(async () => [await window.run(0), await window.run(1)]);
  const row = (name: string, what: string, value: number, visits: number): Measurement => ({
    name,
    what,
    value,
    unit: 'calls',
    baseline: { what: 'first visit', value: visits },
    budget: { of: 'value', atMost: 0 },
  });
  return [
    row('back.identityCalls', 'back to a Region of the last hour, identity', back, first),
    row('reload.identityCalls', 'both Regions in a reloaded window, identity', reloaded, first + other),
  ];
}

function afterBrowser(entries: readonly RequestLogEntry[]): RequestLogEntry[] {
  return entries.filter(({ service, operation }) => service !== 'okta' || operation.startsWith('token'));
}
