import type { DescribeStatementCommandOutput } from '@aws-sdk/client-redshift-data';
import { fetchResultPage, type ResultPage } from '../results/resultPage.ts';
import { cancelStatement } from './statementCancel.ts';
import {
  systemClock,
  type FinishedStatement,
  type StatementClient,
  type StatementOptions,
  type StatementRequest,
  type StatementState,
  type StatementWarehouse,
} from './statementContract.ts';
import {
  abortedStatement,
  failedStatement,
  lostStatement,
  StatementCancelled,
  StatementError,
} from './statementError.ts';
import { startStatement } from './statementStart.ts';
import { hasEnded, waitForEnd } from './statementWait.ts';

export type {
  FinishedStatement,
  StatementClient,
  StatementClock,
  StatementOptions,
  StatementProgress,
  StatementRequest,
  StatementState,
  StatementWarehouse,
} from './statementContract.ts';

/**
 * Runs one statement to its end: ExecuteStatement, then DescribeStatement by long polling.
 * @throws StatementError when it failed, was ended from elsewhere, or the service refused
 * @throws StatementCancelled (a Cancelled) when `signal` aborted, after Redshift ended the statement
 */
export async function runStatement(
  client: StatementClient,
  request: StatementRequest,
  options: StatementOptions = {},
): Promise<FinishedStatement> {
  const ended = await runToEnd(client, request, options);
  return finishedStatement(ended.statementId, await ended.describe());
}

/** A finished statement with the first page of its result set, if it has one. */
export interface StatementWithPage {
  readonly statement: FinishedStatement;
  readonly page?: ResultPage;
}

/**
 * As runStatement, and fetches the first page of the result. For a statement that ends within the first second
 * page and details are fetched side by side, so that the first row waits for two calls only.
 */
export async function runForPage(
  client: StatementClient,
  request: StatementRequest,
  options: StatementOptions = {},
): Promise<StatementWithPage> {
  const { signal } = options;
  const ended = await runToEnd(client, request, options);
  const { statementId } = ended;
  try {
    const [described, page] = await Promise.all([
      ended.describe(),
      ended.hasResultSet ? fetchResultPage(client, statementId, undefined, signal) : undefined,
    ]);
    const statement = finishedStatement(statementId, described);
    return page === undefined ? { statement } : { statement, page };
  } catch (error) {
    throw signal?.aborted ? new StatementCancelled(statementId, 'FINISHED') : error;
  }
}

/** `current_user` of the client's session: `awsidc:ming@example.com`, or `IAMR:…` where the session is not identity-enhanced. */
export async function currentUser(
  client: StatementClient,
  warehouse: StatementWarehouse,
  options: StatementOptions = {},
): Promise<string> {
  const request = { sql: 'SELECT current_user', warehouse, statementName: 'current_user' };
  const { statement, page } = await runForPage(client, request, options);
  const name = page?.rows[0]?.[0];
  if (typeof name === 'string' && name !== '') return name;
  const { statementId } = statement;
  throw new StatementError('Redshift did not name the current user.', {
    code: 'UnreadableResult',
    statementId,
  });
}

interface EndedStatement {
  readonly statementId: string;
  readonly hasResultSet: boolean;
  describe(): Promise<DescribeStatementCommandOutput>;
}

/** Returns for FINISHED only. */
async function runToEnd(
  client: StatementClient,
  request: StatementRequest,
  options: StatementOptions,
): Promise<EndedStatement> {
  const { signal, clock = systemClock } = options;
  if (signal?.aborted) throw new StatementCancelled();
  const report = progressReporter(options);
  report('SUBMITTED');
  const { statementId, state, hasResultSet } = await startStatement(client, request, options);
  report(state, statementId);
  if (signal?.aborted && hasEnded(state)) throw new StatementCancelled(statementId, state);

  const describe = async (): Promise<DescribeStatementCommandOutput | undefined> => {
    try {
      return await waitForEnd(client, statementId, {
        clock,
        signal,
        onState: (now) => report(now, statementId),
      });
    } catch (error) {
      throw lostStatement(statementId, error);
    }
  };
  if (state === 'FINISHED') {
    const describeFinished = async (): Promise<DescribeStatementCommandOutput> => {
      const described = await describe();
      if (described === undefined) throw new StatementCancelled(statementId, 'FINISHED');
      return described;
    };
    return { statementId, hasResultSet, describe: describeFinished };
  }
  const described = (await describe()) ?? (await cancelStatement(client, statementId, clock));
  if (described.Status === 'FAILED') throw failedStatement(statementId, described.Error, request.sql);
  if (described.Status === 'ABORTED') throw abortedStatement(statementId);
  return { statementId, hasResultSet: described.HasResultSet ?? false, describe: async () => described };
}

function progressReporter({
  onProgress,
}: StatementOptions): (state: StatementState, statementId?: string) => void {
  let last = '';
  return (state, statementId) => {
    const key = `${state} ${statementId}`;
    if (key === last) return;
    last = key;
    onProgress?.(statementId === undefined ? { state } : { state, statementId });
  };
}

function finishedStatement(
  statementId: string,
  described: DescribeStatementCommandOutput,
): FinishedStatement {
  return {
    statementId,
    hasResultSet: described.HasResultSet ?? false,
    rowCount: described.ResultRows ?? -1,
    // The service counts nanoseconds.
    durationMs: (described.Duration ?? 0) / 1e6,
    ...(described.RedshiftQueryId ? { queryId: described.RedshiftQueryId } : {}),
  };
}
