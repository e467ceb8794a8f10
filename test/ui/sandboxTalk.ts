import { setTimeout as delay } from 'node:timers/promises';
import type { RequestLogEntry } from '../../src/protocol/requestLog.ts';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';

/** What the sandbox answered, oldest first. @param after a sequence number */
export async function requests({ aws }: SandboxReady, after = 0): Promise<RequestLogEntry[]> {
  const answer = await fetch(`${aws.endpoint}/sandbox/requests?after=${after}`);
  const lines = (await answer.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as RequestLogEntry);
}

/** As `requests`, but calls of AWS operations alone. */
export async function awsCalls(ready: SandboxReady, after = 0): Promise<RequestLogEntry[]> {
  return (await requests(ready, after)).filter(({ service }) => service !== 'okta');
}

/** Names of the operations of `awsCalls`. */
export async function operationsSince(ready: SandboxReady, after: number): Promise<string[]> {
  return (await awsCalls(ready, after)).map(({ operation }) => operation);
}

/** Where the next of `awsCalls` begin. */
export async function lastSequence(ready: SandboxReady): Promise<number> {
  return (await awsCalls(ready)).at(-1)?.sequence ?? 0;
}

/** As `awsCalls`, as soon as there is one of an operation among them, or several. @throws when half a minute is not enough */
export async function awsCallsUntil(
  ready: SandboxReady,
  operation: string,
  after: number,
  atLeast = 1,
): Promise<RequestLogEntry[]> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const calls = await awsCalls(ready, after);
    if (calls.filter((call) => call.operation === operation).length >= atLeast) return calls;
    if (Date.now() > deadline) throw new Error(`Nobody called ${operation}.`);
    await delay(50);
  }
}

/** How many calls of each operation; those for another person or in another Region are named so. */
export function countOperations(
  calls: readonly RequestLogEntry[],
  login: string,
  region: string,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const call of calls) {
    // Discovery goes by the bridge role, for nobody; a call that is not signed belongs to no Region.
    const own = ['', login].includes(call.onBehalfOf) && ['', region].includes(call.region);
    const name = own ? call.operation : `${call.operation} ${call.onBehalfOf} ${call.region}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Denies these IAM actions, and no others, to every role. */
export async function deny(ready: SandboxReady, actions: readonly string[]): Promise<void> {
  await post(ready, 'denials', { actions });
}

/** What becomes of calls from now on, as the sandbox's `--help` has it; earlier faults end. */
export async function setFaults(ready: SandboxReady, faults: readonly object[]): Promise<void> {
  await post(ready, 'faults', { faults });
}

/** Lets the next statement run so long, and none after it. */
export async function slowStatement(ready: SandboxReady, seconds: number): Promise<void> {
  await setFaults(ready, [{ operation: 'ExecuteStatement', times: 1, fault: { statementSeconds: seconds } }]);
}

async function post({ aws }: SandboxReady, page: string, body: object): Promise<void> {
  const answer = await fetch(`${aws.endpoint}/sandbox/${page}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
