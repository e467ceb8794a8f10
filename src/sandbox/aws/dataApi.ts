import { AwsError } from './awsError.ts';
import { epochSeconds } from './exactJson.ts';
import type { Constraint } from './inputValidation.ts';
import type { SignedCall } from './operation.ts';
import { endpointsOf, noEndpoint } from './findEndpoint.ts';
import { isFinal } from './statementStore.ts';
import type { ResultFormat, Statement, StatementStore } from './statementStore.ts';
import type { StatementOutcome, WarehouseColumn } from '../warehouse/contract.ts';

/** Constraints of members that several Data API operations have. */
export const statementId: Constraint = { pattern: /[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d{0,2})?/ };
/** Seconds of a long poll. */
export const waitTime: Constraint = { range: [1, 30] };

/**
 * A statement of the caller, on whichever warehouse of the Region it runs, and where it is kept.
 * @throws AwsError ResourceNotFoundException, or CommonError `validation` where the Region has no warehouse.
 */
export function findStatement(call: SignedCall, id: string): { store: StatementStore; statement: Statement } {
  const stores = endpointsOf(call).map(({ statements }) => statements);
  const store = stores.find((candidate) => candidate.has(id)) ?? stores[0];
  if (!store) throw noEndpoint();
  return { store, statement: store.find(id, call.caller) };
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
  const { store, statement } = findStatement(call, input.Id);
  await store.wait(statement, input.WaitTimeSeconds, call.signal);
  if (statement.resultFormat !== format) {
    const operation = statement.resultFormat === 'CSV' ? 'GetStatementResultV2' : 'GetStatementResult';
    throw new AwsError(
      'ValidationException',
      `The result of this statement is in ${statement.resultFormat} format. Fetch it with ${operation}.`,
    );
  }
  const { id, status, outcome } = statement;
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

/** Members that ExecuteStatement and DescribeStatement both answer. */
export function statementOutput(statement: Statement): object {
  return {
    Id: statement.id,
    CreatedAt: epochSeconds(statement.createdAt),
    Database: statement.database,
    DbUser: statement.dbUser,
    ...statement.endpoint,
    Status: statement.status,
    RedshiftPid: statement.status === 'SUBMITTED' ? 0 : statement.redshiftPid,
    HasResultSet: isFinal(statement.status) ? (statement.outcome?.hasResultSet ?? false) : undefined,
  };
}

/** A column as ColumnMetadata has it. */
export function columnMetadata(column: WarehouseColumn): object {
  const { columnDefault, ...members } = column;
  return { ...members, columnDefault: columnDefault ?? undefined };
}
