import { ListSessionsCommand } from '@aws-sdk/client-redshift-data';
import { Cancelled } from '../../errors.ts';
import type { StatementClient } from './statementContract.ts';
import { callError } from './statementError.ts';

export type SessionStatus = 'AVAILABLE' | 'BUSY' | 'CLOSED';

/**
 * What became of a Data API session of the caller, by ListSessions; CLOSED where the service knows none.
 * ExecuteStatement gives one answer, `Session is not available`, for one that is busy and one that has ended.
 * @throws StatementError where the operation is denied; Cancelled
 */
export async function sessionStatus(
  client: StatementClient,
  sessionId: string,
  signal?: AbortSignal,
): Promise<SessionStatus> {
  try {
    const { Sessions = [] } = await client.send(
      new ListSessionsCommand({ SessionId: sessionId }),
      signal ? { abortSignal: signal } : {},
    );
    return Sessions.find(({ SessionId }) => SessionId === sessionId)?.Status ?? 'CLOSED';
  } catch (error) {
    if (signal?.aborted) throw new Cancelled();
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return 'CLOSED';
    throw callError(error, 'ListSessions');
  }
}
