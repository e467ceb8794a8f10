import { DescribeStatementCommand, type DescribeStatementCommandOutput } from '@aws-sdk/client-redshift-data';
import {
  callOptions,
  type StatementClient,
  type StatementClock,
  type StatementOptions,
  type StatementState,
} from './statementContract.ts';
import { isUnclear, refusesWaiting } from './statementError.ts';

/** Seconds; the most that the Data API allows. */
const longestWait = 30;
/** Describe calls in a row that may go unanswered before the wait is given up. */
const unansweredCalls = 5;

const refusing = new WeakSet<StatementClient>();

/** Whether long polling can be asked of the endpoint; false once it refused. */
export function allowsWaiting(client: StatementClient): boolean {
  return !refusing.has(client);
}

/** Remembers that the endpoint behind this client rejects `WaitTimeSeconds`. */
export function rememberRefusal(client: StatementClient): void {
  refusing.add(client);
}

export function hasEnded(state: string | undefined): state is 'FINISHED' | 'FAILED' | 'ABORTED' {
  return state === 'FINISHED' || state === 'FAILED' || state === 'ABORTED';
}

export interface WaitOptions {
  readonly clock: StatementClock;
  /** Stops the waiting, not the statement. */
  readonly signal?: AbortSignal | undefined;
  /** Of `clock`; the wait returns with the state of that moment. */
  readonly deadline?: number;
  onState?(state: StatementState): void;
  readonly onQuota?: StatementOptions['onQuota'];
}

/**
 * DescribeStatement until the statement has ended, by long polling where the endpoint knows it.
 * @returns the last answer, or undefined where the signal or the deadline came before the end
 * @throws what the SDK threw, when the service refused, or gave no answer several times in a row
 */
export async function waitForEnd(
  client: StatementClient,
  statementId: string,
  { clock, signal, deadline = Infinity, onState, onQuota }: WaitOptions,
): Promise<DescribeStatementCommandOutput | undefined> {
  const startedAt = clock.now();
  let longPoll = allowsWaiting(client);
  let unanswered = 0;
  while (!signal?.aborted && clock.now() < deadline) {
    const askedAt = clock.now();
    const waitSeconds = Math.max(1, Math.min(longestWait, Math.floor((deadline - askedAt) / 1000)));
    try {
      const described = await untilAborted(
        client.send(
          new DescribeStatementCommand({
            Id: statementId,
            ...(longPoll && { WaitTimeSeconds: waitSeconds }),
          }),
          callOptions({ signal, onQuota }),
        ),
        signal,
      );
      if (described === undefined) return undefined;
      unanswered = 0;
      if (described.Status !== undefined && described.Status !== 'ALL') onState?.(described.Status);
      if (hasEnded(described.Status)) return described;
      // An endpoint that ignores the member answers at once: asking again at once would use up the quota.
      if (longPoll && clock.now() - askedAt >= (waitSeconds * 1000) / 2) continue;
    } catch (error) {
      if (signal?.aborted) return undefined;
      if (longPoll && refusesWaiting(error)) {
        rememberRefusal(client);
        longPoll = false;
        continue;
      }
      const name = error instanceof Error ? error.name : '';
      if (name !== 'ActiveWaitingRequestsExceededException') {
        if (!isUnclear(error) && !isThrottled(name)) throw error;
        if (++unanswered >= unansweredCalls) throw error;
      }
      // A proxy that cuts long requests would cut the next one too.
      longPoll = false;
    }
    await clock.sleep(Math.min(pollPause(clock.now() - startedAt), deadline - clock.now()), signal);
  }
  return undefined;
}

/** Whether an AWS error of this name says: later. */
export function isThrottled(name: string): boolean {
  return /^(Throttling|TooManyRequests)/.test(name);
}

/** Milliseconds to the next question: 15 % of the time so far, between 50 ms and 3 s. */
export function pollPause(elapsedMs: number): number {
  return Math.min(3000, Math.max(50, elapsedMs * 0.15));
}

/** The value, or undefined as soon as the signal aborts, also where the SDK is deep in a retry. */
export async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  if (signal === undefined) return work;
  let stop = (): void => {};
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
