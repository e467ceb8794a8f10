import { ListStatementsCommand, type StatementData } from '@aws-sdk/client-redshift-data';
import { Cancelled } from '../../errors.ts';
import type { StatementClient, StatementState, StatementWarehouse } from './statementContract.ts';
import { callError } from './statementError.ts';

/** A statement of the caller that the Data API remembers, for 24 hours. */
export interface ListedStatement {
  readonly statementId: string;
  readonly name?: string;
  /** Text of the statement; of a batch, the first. */
  readonly sql: string;
  readonly state: StatementState;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt?: number;
  readonly sessionId?: string;
  /** Several statements, whose results have IDs of their own. */
  readonly batch?: true;
  /** Its result can be fetched as CSV, which has to be asked for when it runs. */
  readonly csv?: true;
}

export interface ListOptions {
  /** Beginning of the StatementName, exactly as written. */
  readonly namePrefix?: string;
  /** Statements at most; 100 when absent. */
  readonly atMost?: number;
  readonly signal?: AbortSignal;
}

/** The most that ListStatements gives in one answer. */
const pageSize = 100;

/**
 * The caller's statements in a warehouse, in every state, by ListStatements; newest first.
 * A session with an identity context has to name the workgroup or cluster.
 * @throws StatementError, Cancelled
 */
export async function listStatements(
  client: StatementClient,
  { kind, name }: StatementWarehouse,
  { namePrefix, atMost = 100, signal }: ListOptions = {},
): Promise<ListedStatement[]> {
  const listed: ListedStatement[] = [];
  const seen = new Set<string>();
  let nextToken: string | undefined;
  do {
    if (signal?.aborted) throw new Cancelled();
    try {
      const answer = await client.send(
        new ListStatementsCommand({
          Status: 'ALL',
          MaxResults: Math.min(pageSize, atMost - listed.length),
          ...(kind === 'workgroup' ? { WorkgroupName: name } : { ClusterIdentifier: name }),
          ...(namePrefix !== undefined && { StatementName: namePrefix }),
          ...(nextToken !== undefined && { NextToken: nextToken }),
        }),
        signal === undefined ? {} : { abortSignal: signal },
      );
      listed.push(...(answer.Statements ?? []).flatMap(listedStatement));
      // A service that gives a token twice would be asked for ever.
      nextToken = answer.NextToken && !seen.has(answer.NextToken) ? answer.NextToken : undefined;
      if (nextToken) seen.add(nextToken);
    } catch (error) {
      throw signal?.aborted ? new Cancelled() : callError(error, 'ListStatements');
    }
  } while (nextToken && listed.length < atMost);
  return listed.sort((left, right) => right.createdAt - left.createdAt).slice(0, atMost);
}

function listedStatement(data: StatementData): ListedStatement[] {
  const { Id, StatementName, QueryString, QueryStrings, Status, CreatedAt, UpdatedAt, SessionId } = data;
  const { IsBatchStatement, ResultFormat } = data;
  if (Id === undefined || Status === undefined || Status === 'ALL') return [];
  return [
    {
      statementId: Id,
      sql: QueryString ?? QueryStrings?.[0] ?? '',
      state: Status,
      createdAt: CreatedAt?.getTime() ?? 0,
      ...(StatementName && { name: StatementName }),
      ...(UpdatedAt && { updatedAt: UpdatedAt.getTime() }),
      ...(SessionId && { sessionId: SessionId }),
      ...(IsBatchStatement && { batch: true }),
      ...(ResultFormat === 'CSV' && { csv: true }),
    },
  ];
}
