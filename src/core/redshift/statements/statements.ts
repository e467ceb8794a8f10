import type { DescribeStatementCommandOutput } from '@aws-sdk/client-redshift-data';
import { fetchResultPage, type ResultPage } from '../results/page/resultPage.ts';
import { cancelStatement } from './statementCancel.ts';
import {
  systemClock,
  type FinishedStatement,
  type StatementClient,
  type StatementClock,
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
  return finishedStatement(ended.statementId, await ended.describe(), ended.sessionId);
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
  return withPage(client, await runToEnd(client, request, options), options.signal);
}

async function withPage(
  client: StatementClient,
  ended: EndedStatement,
  signal: AbortSignal | undefined,
): Promise<StatementWithPage> {
  const { statementId } = ended;
  try {
    const [described, page] = await Promise.all([
      ended.describe(),
      ended.hasResultSet ? fetchResultPage(client, statementId, undefined, signal) : undefined,
    ]);
    const statement = finishedStatement(statementId, described, ended.sessionId);
    return page === undefined ? { statement } : { statement, page };
  } catch (error) {
    throw signal?.aborted ? new StatementCancelled(statementId, 'FINISHED') : error;
  }
}

/**
 * Waits for the end of a statement that was started earlier, and fetches the first page of its result. Starts nothing.
 * @param sql text of the statement, where known, to place an error in
 * @throws as runForPage; `ResourceNotFoundException` where the service no longer knows it, or it is another person's
 */
export async function followStatement(
  client: StatementClient,
  statementId: string,
  options: StatementOptions & { readonly sql?: string } = {},
): Promise<StatementWithPage> {
  const { signal, onQuota, clock = systemClock, sql = '' } = options;
  const report = progressReporter(options);
  const ended = await endOf(client, { statementId, sql, clock, signal, report, onQuota });
  return withPage(client, ended, signal);
}

/** `current_user` of the client's session: `awsidc:ming@example.com`, or `IAMR:…` where the session is not identity-enhanced. */
export async function currentUser(
  client: StatementClient,
  warehouse: StatementWarehouse,
  options: StatementOptions = {},
): Promise<string> {
  const request = { sql: 'SELECT current_user', warehouse, statementName: 'current_user' };
  const { statement, page } = await runForPage(client, request, options);
  const name = page?.values.text(0, 0);
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
  readonly sessionId?: string | undefined;
  describe(): Promise<DescribeStatementCommandOutput>;
}

/** Returns for FINISHED only. */
async function runToEnd(
  client: StatementClient,
  request: StatementRequest,
  options: StatementOptions,
): Promise<EndedStatement> {
  const { signal, onQuota, clock = systemClock } = options;
  if (signal?.aborted) throw new StatementCancelled();
  const report = progressReporter(options);
  report('SUBMITTED');
  const { statementId, sessionId, state, hasResultSet } = await startStatement(client, request, options);
  report(state, statementId, sessionId);
  if (signal?.aborted && hasEnded(state)) throw new StatementCancelled(statementId, state);
  if (state !== 'FINISHED') {
    return endOf(client, { statementId, sessionId, sql: request.sql, clock, signal, report, onQuota });
  }
  // The details are not needed for the first row, so nobody waits for them before its page is asked for.
  const describe = async (): Promise<DescribeStatementCommandOutput> => {
    const described = await describeEnd(client, { statementId, sessionId, clock, signal, report, onQuota });
    if (described === undefined) throw new StatementCancelled(statementId, 'FINISHED');
    return described;
  };
  return { statementId, sessionId, hasResultSet, describe };
}

interface WatchedStatement {
  readonly statementId: string;
  readonly sessionId?: string | undefined;
  readonly clock: StatementClock;
  readonly signal: AbortSignal | undefined;
  readonly report: ProgressReport;
  readonly onQuota: StatementOptions['onQuota'];
}

/** Returns for FINISHED only; cancels the statement where the signal comes before its end. */
async function endOf(
  client: StatementClient,
  watched: WatchedStatement & { readonly sql: string },
): Promise<EndedStatement> {
  const { statementId, sessionId, clock, sql } = watched;
  const described =
    (await describeEnd(client, watched)) ?? (await cancelStatement(client, statementId, clock));
  if (described.Status === 'FAILED') throw failedStatement(statementId, described.Error, sql);
  if (described.Status === 'ABORTED') throw abortedStatement(statementId);
  return {
    statementId,
    sessionId,
    hasResultSet: described.HasResultSet ?? false,
    describe: async () => described,
  };
}

async function describeEnd(
  client: StatementClient,
  { statementId, sessionId, clock, signal, report, onQuota }: WatchedStatement,
): Promise<DescribeStatementCommandOutput | undefined> {
  try {
    const onState = (state: StatementState): void => report(state, statementId, sessionId);
    return await waitForEnd(client, statementId, { clock, signal, onState, onQuota });
  } catch (error) {
    throw lostStatement(statementId, error);
  }
}

type ProgressReport = (state: StatementState, statementId?: string, sessionId?: string) => void;

function progressReporter({ onProgress }: StatementOptions): ProgressReport {
  let last = '';
  return (state, statementId, sessionId) => {
    const key = `${state} ${statementId}`;
    if (key === last) return;
    last = key;
    onProgress?.({
      state,
      ...(statementId !== undefined && { statementId }),
      ...(sessionId !== undefined && { sessionId }),
    });
  };
}

function finishedStatement(
  statementId: string,
  described: DescribeStatementCommandOutput,
  sessionId = described.SessionId,
): FinishedStatement {
  return {
    statementId,
    hasResultSet: described.HasResultSet ?? false,
    rowCount: described.ResultRows ?? -1,
    // The service counts nanoseconds.
    durationMs: (described.Duration ?? 0) / 1e6,
    ...resultBytesOf(described),
    ...(described.RedshiftQueryId ? { queryId: described.RedshiftQueryId } : {}),
    ...(sessionId ? { sessionId } : {}),
  };
}

/** Redshift gives -1 where it does not know. */
function resultBytesOf({
  HasResultSet,
  ResultSize = -1,
}: DescribeStatementCommandOutput): Pick<FinishedStatement, 'resultBytes'> {
  return HasResultSet && ResultSize >= 0 ? { resultBytes: ResultSize } : {};
}
