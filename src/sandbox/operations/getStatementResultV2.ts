import { GetStatementResultV2Request$ } from '@aws-sdk/client-redshift-data';
import type { GetStatementResultV2Request } from '@aws-sdk/client-redshift-data';
import { columnMetadata, statementId, statementWithResult, waitTime } from '../aws/dataApi.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';
import { csvRow } from '../aws/resultEncoding.ts';
import { resultPage } from '../aws/resultPages.ts';

/** Redshift Data GetStatementResultV2: a page of a result in CSV format, without a header line. */
export const getStatementResultV2: SignedOperation<Validated<GetStatementResultV2Request, 'Id'>> = {
  name: 'GetStatementResultV2',
  signed: true,
  // One permission covers both versions.
  action: 'redshift-data:GetStatementResult',
  input: GetStatementResultV2Request$,
  constraints: { Id: statementId, WaitTimeSeconds: waitTime },
  async run(input, call) {
    const statement = await statementWithResult(call, input, 'CSV');
    const { rows, nextToken } = resultPage(statement, input.NextToken, call.cloud.pageBytes);
    // A page comes in several chunks, as the service may send it.
    const half = Math.ceil(rows.length / 2);
    const chunks = [rows.slice(0, half), rows.slice(half)].filter((chunk) => chunk.length > 0);
    return {
      Records: chunks.map((chunk) => ({ CSVRecords: chunk.map(csvRow).join('') })),
      ColumnMetadata: (statement.outcome?.columns ?? []).map(columnMetadata),
      TotalNumRows: statement.outcome?.rows.length,
      ResultFormat: 'CSV',
      NextToken: nextToken,
    };
  },
};
