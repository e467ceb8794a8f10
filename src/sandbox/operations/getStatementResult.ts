import { GetStatementResultRequest$ } from '@aws-sdk/client-redshift-data';
import type { GetStatementResultRequest } from '@aws-sdk/client-redshift-data';
import { columnMetadata, statementId, statementWithResult, waitTime } from '../aws/dataApi/dataApi.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';
import { fieldRecords } from '../aws/dataApi/resultEncoding.ts';
import { resultPage } from '../aws/dataApi/resultPages.ts';

/** Redshift Data GetStatementResult: a page of a result in JSON format. */
export const getStatementResult: SignedOperation<Validated<GetStatementResultRequest, 'Id'>> = {
  name: 'GetStatementResult',
  signed: true,
  action: 'redshift-data:GetStatementResult',
  input: GetStatementResultRequest$,
  constraints: { Id: statementId, WaitTimeSeconds: waitTime },
  async run(input, call) {
    const { id, outcome } = await statementWithResult(call, input, 'JSON');
    const { columns, rows } = outcome;
    const { from, to, nextToken } = resultPage(id, rows, input.NextToken, call.cloud.pageBytes);
    return {
      Records: fieldRecords(rows, columns, from, to),
      ColumnMetadata: columns.map(columnMetadata),
      TotalNumRows: rows.count,
      NextToken: nextToken,
    };
  },
};
