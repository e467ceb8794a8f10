import { GetStatementResultRequest$ } from '@aws-sdk/client-redshift-data';
import type { GetStatementResultRequest } from '@aws-sdk/client-redshift-data';
import { columnMetadata, statementId, statementWithResult, waitTime } from '../aws/dataApi.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';
import { fieldRow } from '../aws/resultEncoding.ts';
import { resultPage } from '../aws/resultPages.ts';

/** Redshift Data GetStatementResult: a page of a result in JSON format. */
export const getStatementResult: SignedOperation<Validated<GetStatementResultRequest, 'Id'>> = {
  name: 'GetStatementResult',
  signed: true,
  action: 'redshift-data:GetStatementResult',
  input: GetStatementResultRequest$,
  constraints: { Id: statementId, WaitTimeSeconds: waitTime },
  async run(input, call) {
    const statement = await statementWithResult(call, input, 'JSON');
    const columns = statement.outcome?.columns ?? [];
    const { rows, nextToken } = resultPage(statement, input.NextToken, call.cloud.pageBytes);
    return {
      Records: rows.map((row) => fieldRow(row, columns)),
      ColumnMetadata: columns.map(columnMetadata),
      TotalNumRows: statement.outcome?.rows.length,
      NextToken: nextToken,
    };
  },
};
