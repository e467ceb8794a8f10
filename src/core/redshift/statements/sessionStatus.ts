import { ListSessionsCommand, type ListSessionsCommandInput } from '@aws-sdk/client-redshift-data';
import { Cancelled } from '../../errors.ts';
import type { StatementClient, StatementWarehouse } from './statementContract.ts';
import { callError } from './statementError.ts';

export type SessionStatus = 'AVAILABLE' | 'BUSY' | 'CLOSED';

/**
 * What became of a Data API session of the caller, by ListSessions; CLOSED where the service knows none.
 * ExecuteStatement gives one answer, `Session is not available`, for one that is busy and one that has ended.
 * @param warehouse asked for its open sessions where the service does not take the session's ID alone, as it may with
 *   an identity context
 * @throws StatementError where the operation is denied; Cancelled
 */
export async function sessionStatus(
  client: StatementClient,
  sessionId: string,
  signal?: AbortSignal,
  warehouse?: StatementWarehouse,
): Promise<SessionStatus> {
  try {
    return await listedStatus(client, sessionId, { SessionId: sessionId }, signal);
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ResourceNotFoundException') return 'CLOSED';
    if (name !== 'ValidationException' || !warehouse || signal?.aborted) throw failure(error, signal);
    const { kind, name: at } = warehouse;
    const input = kind === 'workgroup' ? { WorkgroupName: at } : { ClusterIdentifier: at };
    return listedStatus(client, sessionId, input, signal).catch((again: unknown) => {
      throw failure(again, signal);
    });
  }
}

async function listedStatus(
  client: StatementClient,
  sessionId: string,
  input: ListSessionsCommandInput,
  signal: AbortSignal | undefined,
): Promise<SessionStatus> {
  let nextToken: string | undefined;
  do {
    const { Sessions = [], NextToken } = await client.send(
      new ListSessionsCommand({ ...input, ...(nextToken && { NextToken: nextToken }) }),
      signal ? { abortSignal: signal } : {},
    );
    const found = Sessions.find(({ SessionId }) => SessionId === sessionId);
    if (found?.Status) return found.Status;
    // A service that gives a token twice would be asked for ever.
    nextToken = NextToken === nextToken ? undefined : NextToken;
  } while (nextToken);
  return 'CLOSED';
}

function failure(error: unknown, signal: AbortSignal | undefined): Error {
  return signal?.aborted ? new Cancelled() : callError(error, 'ListSessions');
}
