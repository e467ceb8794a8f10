import { DescribeStatementRequest$ } from '@aws-sdk/client-redshift-data';
import type { DescribeStatementRequest } from '@aws-sdk/client-redshift-data';
import { findStatement, statementId, statementOutput, waitTime } from '../aws/dataApi.ts';
import { epochSeconds } from '../aws/exactJson.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';

/** Redshift Data DescribeStatement. */
export const describeStatement: SignedOperation<Validated<DescribeStatementRequest, 'Id'>> = {
  name: 'DescribeStatement',
  signed: true,
  action: 'redshift-data:DescribeStatement',
  input: DescribeStatementRequest$,
  constraints: { Id: statementId, WaitTimeSeconds: waitTime },
  async run(input, call) {
    const { store, statement } = findStatement(call, input.Id);
    await store.wait(statement, input.WaitTimeSeconds, call.signal);
    return {
      ...statementOutput(statement),
      UpdatedAt: epochSeconds(statement.updatedAt),
      Duration: statement.duration,
      Error: statement.error,
      QueryString: statement.sql,
      QueryParameters: statement.parameters.length > 0 ? statement.parameters : undefined,
      RedshiftQueryId: statement.redshiftQueryId,
      ResultFormat: statement.resultFormat,
      ResultRows: statement.outcome?.rowCount ?? -1,
      ResultSize: statement.resultSize,
    };
  },
};
