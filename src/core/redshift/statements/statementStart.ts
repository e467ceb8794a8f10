import { ExecuteStatementCommand, type ExecuteStatementCommandInput } from '@aws-sdk/client-redshift-data';
import {
  callOptions,
  systemClock,
  type StatementClient,
  type StatementOptions,
  type StatementRequest,
  type StatementState,
} from './statementContract.ts';
import {
  callError,
  isUnclear,
  refusesWaiting,
  StatementCancelled,
  StatementError,
  statementIdOf,
  wasSentBefore,
} from './statementError.ts';
import { allowsWaiting, rememberRefusal } from './statementWait.ts';

/** Times that ExecuteStatement is sent when its outcome stays unclear, on top of the SDK's own retries. */
const attempts = 3;

export interface StartedStatement {
  readonly statementId: string;
  /** Where the request asked for a session that outlives the statement. */
  readonly sessionId?: string | undefined;
  readonly state: StatementState;
  /** Meaningful once FINISHED. */
  readonly hasResultSet: boolean;
}

/**
 * ExecuteStatement. Once sent it is never broken off: only its answer tells which statement to cancel. One ClientToken goes
 * with every attempt, so that the statement runs once.
 * @throws StatementError; `StatementUnclear` where the statement may run without a known ID
 */
export async function startStatement(
  client: StatementClient,
  request: StatementRequest,
  { signal, onQuota, clock = systemClock, clientToken = crypto.randomUUID() }: StatementOptions,
): Promise<StartedStatement> {
  requireValues(request);
  for (let attempt = 1, unclear = false; ;) {
    const waiting = allowsWaiting(client);
    try {
      const answer = await client.send(
        new ExecuteStatementCommand(inputOf(request, clientToken, waiting)),
        callOptions({ onQuota, waitSignal: unclear ? undefined : signal }),
      );
      if (answer.Id === undefined) throw new Error('ExecuteStatement answered without a statement ID.');
      return {
        statementId: answer.Id,
        sessionId: request.session && (answer.SessionId ?? request.session.id),
        state: answer.Status ?? 'SUBMITTED',
        hasResultSet: answer.HasResultSet ?? false,
      };
    } catch (error) {
      if (waiting && refusesWaiting(error)) {
        rememberRefusal(client);
        continue;
      }
      const statementId = statementIdOf(error);
      if (statementId !== undefined) {
        return { statementId, sessionId: request.session?.id, state: 'SUBMITTED', hasResultSet: false };
      }
      unclear ||= isUnclear(error) || wasSentBefore(error);
      if (!unclear) throw signal?.aborted ? new StatementCancelled() : callError(error, 'ExecuteStatement');
      if (attempt >= attempts || !isUnclear(error)) throw unclearStart(error);
      await clock.sleep(250 * 2 ** attempt);
      attempt++;
    }
  }
}

function inputOf(
  { sql, parameters = [], warehouse, statementName, session }: StatementRequest,
  clientToken: string,
  waiting: boolean,
): ExecuteStatementCommandInput {
  return {
    Sql: sql,
    // An open session knows where it is; the Data API refuses to be told again.
    ...(session?.id === undefined && {
      Database: warehouse.database,
      ...(warehouse.kind === 'workgroup'
        ? { WorkgroupName: warehouse.name }
        : { ClusterIdentifier: warehouse.name }),
    }),
    ...(session && {
      SessionKeepAliveSeconds: session.keepAliveSeconds,
      ...(session.id !== undefined && { SessionId: session.id }),
    }),
    ...(parameters.length > 0 && { Parameters: parameters.map(({ name, value }) => ({ name, value })) }),
    ...(statementName !== undefined && { StatementName: statementName }),
    // CSV keeps int8 exact, which JSON through the SDK does not.
    ResultFormat: 'CSV',
    ClientToken: clientToken,
    // One second and no more: without an ID nothing can be cancelled.
    ...(waiting && { WaitTimeSeconds: 1 }),
  };
}

function requireValues({ parameters = [] }: StatementRequest): void {
  const empty = parameters.find(({ value }) => value === '');
  if (empty === undefined) return;
  throw new StatementError(
    `The parameter :${empty.name} has an empty value, which the Data API does not take.`,
    {
      code: 'InvalidParameter',
      remedy: `Give :${empty.name} a value, or write '' in the statement in its place.`,
    },
  );
}

function unclearStart(error: unknown): StatementError {
  const { message, cause } = callError(error, 'ExecuteStatement');
  return new StatementError(`No clear answer came, so the statement may be running. ${message}`, {
    code: 'StatementUnclear',
    remedy: 'Look at its effects before you run it again.',
    cause,
  });
}
