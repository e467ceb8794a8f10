import { AwsError } from '../awsError.ts';
import { epochSeconds } from '../exactJson.ts';
import type { Constraint } from '../inputValidation.ts';
import type { SignedCall } from '../operation.ts';
import { endpointsOf, noEndpoint } from '../findEndpoint.ts';
import { resultSummary } from './statement.ts';
import type { ResultFormat, Statement, StatementState } from './statement.ts';
import type { StatementStore } from './statementStore.ts';
import type { StatementOutcome, WarehouseColumn } from '../../warehouse/contract.ts';

/** Constraints of members that several Data API operations have. */
export const statementId: Constraint = { pattern: /[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d{0,2})?/ };
/** Seconds of a long poll. */
export const waitTime: Constraint = { range: [1, 30] };

/** A statement of the caller, or one of a batch, and where it is kept. */
export interface FoundStatement {
  store: StatementStore;
  statement: Statement;
  /** What the ID names: the statement or batch itself, or a statement of the batch. */
  state: StatementState;
}

/**
 * A statement of the caller, on whichever warehouse of the Region it runs.
 * @throws AwsError ResourceNotFoundException, or CommonError `validation` where the Region has no warehouse.
 */
export function findStatement(call: SignedCall, id: string): FoundStatement {
  const stores = endpointsOf(call).map(({ statements }) => statements);
  const store = stores.find((candidate) => candidate.has(id)) ?? stores[0];
  if (!store) throw noEndpoint();
  return { store, ...store.find(id, call.caller) };
}

/**
 * The result of a statement of the caller that can be fetched now, after a long poll where one is asked for.
 * @throws AwsError ResourceNotFoundException where there is no result, ValidationException for the other format.
 */
export async function statementWithResult(
  call: SignedCall,
  input: { Id: string; WaitTimeSeconds?: number | undefined },
  format: ResultFormat,
): Promise<{ id: string; outcome: StatementOutcome }> {
  const { store, statement, state } = findStatement(call, input.Id);
  await store.wait(state, input.WaitTimeSeconds, call.signal);
  const { resultFormat } = statement.request;
  if (resultFormat !== format) {
    const operation = resultFormat === 'CSV' ? 'GetStatementResultV2' : 'GetStatementResult';
    throw new AwsError(
      'ValidationException',
      `The result of this statement is in ${resultFormat} format. Fetch it with ${operation}.`,
    );
  }
  const { id, status, outcome } = state;
  if (status !== 'FINISHED' || !outcome?.hasResultSet) {
    throw new AwsError(
      'ResourceNotFoundException',
      'Query does not have result. Please check query status with DescribeStatement.',
      400,
      { ResourceId: id },
    );
  }
  return { id, outcome };
}

/** Members that the operations which run statements and DescribeStatement all answer. */
export function statementOutput(statement: Statement, state: StatementState = statement): object {
  return {
    Id: state.id,
    CreatedAt: epochSeconds(state.createdAt),
    Database: statement.request.database,
    DbUser: statement.dbUser,
    ...statement.request.endpoint,
    // A session that ends with its statement has no name.
    SessionId: statement.session?.id,
    Status: state.status,
    RedshiftPid: state.status === 'SUBMITTED' ? 0 : statement.redshiftPid,
    HasResultSet: resultSummary(state).hasResultSet,
  };
}

/** A column as ColumnMetadata has it. */
export function columnMetadata(column: WarehouseColumn): object {
  const { columnDefault, ...members } = column;
  return { ...members, columnDefault: columnDefault ?? undefined };
}
