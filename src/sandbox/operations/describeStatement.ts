import { DescribeStatementRequest$ } from '@aws-sdk/client-redshift-data';
import type { DescribeStatementRequest } from '@aws-sdk/client-redshift-data';
import { findStatement, statementId, statementOutput, waitTime } from '../aws/dataApi/dataApi.ts';
import { epochSeconds } from '../aws/exactJson.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';
import { resultSummary } from '../aws/dataApi/statement.ts';
import type { StatementState } from '../aws/dataApi/statement.ts';

/** Redshift Data DescribeStatement: of a statement, of a batch with all of its statements, or of one of them. */
export const describeStatement: SignedOperation<Validated<DescribeStatementRequest, 'Id'>> = {
  name: 'DescribeStatement',
  signed: true,
  action: 'redshift-data:DescribeStatement',
  input: DescribeStatementRequest$,
  constraints: { Id: statementId, WaitTimeSeconds: waitTime },
  async run(input, call) {
    const { store, statement, state } = findStatement(call, input.Id);
    await store.wait(state, input.WaitTimeSeconds, call.signal);
    const { executionMode, resultFormat } = statement.request;
    return {
      ...statementOutput(statement, state),
      ...progress(state),
      QueryParameters: state.parameters.length > 0 ? state.parameters : undefined,
      ResultFormat: resultFormat,
      ExecutionMode: executionMode,
      SubStatements: state === statement && executionMode ? statement.parts.map(subStatement) : undefined,
    };
  },
};

/** A SubStatementData. */
function subStatement(state: StatementState): object {
  return {
    Id: state.id,
    CreatedAt: epochSeconds(state.createdAt),
    Status: state.status,
    HasResultSet: resultSummary(state).hasResultSet,
    ...progress(state),
  };
}

function progress(state: StatementState): object {
  const { rows, bytes } = resultSummary(state);
  return {
    UpdatedAt: epochSeconds(state.updatedAt),
    Duration: state.duration,
    Error: state.error,
    QueryString: state.sql,
    RedshiftQueryId: state.redshiftQueryId,
    ResultRows: rows,
    ResultSize: bytes,
  };
}
