import { CancelStatementCommand } from '@aws-sdk/client-redshift-data';
import type { StatementClient, StatementClock } from './statementContract.ts';
import { StatementCancelled, StatementError } from './statementError.ts';
import { hasEnded, isThrottled, pollPause, untilAborted, waitForEnd } from './statementWait.ts';

/** Milliseconds in which a cancelled statement has to end. */
const cancelTime = 15_000;
/** Milliseconds to look for the end before CancelStatement is sent again. */
const lookTime = 3_000;

/**
 * Sends CancelStatement and waits for the end; again where it came too early, since only a running statement can be cancelled.
 * @throws always: StatementCancelled when the statement has ended, else StatementError `CancelUnclear`
 */
export async function cancelStatement(
  client: StatementClient,
  statementId: string,
  clock: StatementClock,
): Promise<never> {
  const startedAt = clock.now();
  const over = new AbortController();
  void clock.sleep(cancelTime, over.signal).then(() => over.abort());
  let reason = '';
  try {
    while (!over.signal.aborted) {
      try {
        await untilAborted(client.send(new CancelStatementCommand({ Id: statementId })), over.signal);
      } catch (error) {
        // Refused where the statement has ended, or has not begun: the description tells which.
        reason = nameOf(error);
      }
      try {
        const deadline = clock.now() + lookTime;
        const ended = await waitForEnd(client, statementId, { clock, deadline, signal: over.signal });
        if (hasEnded(ended?.Status)) throw new StatementCancelled(statementId, ended.Status);
      } catch (error) {
        if (error instanceof StatementCancelled) throw error;
        reason = nameOf(error);
        if (!isThrottled(reason)) break;
      }
      await clock.sleep(pollPause(clock.now() - startedAt), over.signal);
    }
  } finally {
    over.abort();
  }
  const why = reason === '' ? '' : ` (${reason})`;
  throw new StatementError(
    `Redshift did not confirm the end of the statement${why}. It may still be running.`,
    {
      code: 'CancelUnclear',
      statementId,
      remedy: `Wait for its end, or ask an administrator to look for statement ID ${statementId}.`,
    },
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
