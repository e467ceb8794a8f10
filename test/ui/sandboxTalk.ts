import type { RequestLogEntry } from '../../src/protocol/requestLog.ts';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';

/** The calls of AWS operations that the sandbox answered, oldest first. @param after a sequence number */
export async function awsCalls({ aws }: SandboxReady, after = 0): Promise<RequestLogEntry[]> {
  const answer = await fetch(`${aws.endpoint}/sandbox/requests?after=${after}`);
  const lines = (await answer.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as RequestLogEntry).filter(({ service }) => service !== 'okta');
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
export async function deny({ aws }: SandboxReady, actions: readonly string[]): Promise<void> {
  const answer = await fetch(`${aws.endpoint}/sandbox/denials`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ actions }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
