import { GetStatementResultV2Request$ } from '@aws-sdk/client-redshift-data';
import type { GetStatementResultV2Request } from '@aws-sdk/client-redshift-data';
import { columnMetadata, statementId, statementWithResult, waitTime } from '../aws/dataApi/dataApi.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';
import { csvText } from '../aws/dataApi/resultEncoding.ts';
import { resultPage } from '../aws/dataApi/resultPages.ts';

/** Redshift Data GetStatementResultV2: a page of a result in CSV format, without a header line. */
export const getStatementResultV2: SignedOperation<Validated<GetStatementResultV2Request, 'Id'>> = {
  name: 'GetStatementResultV2',
  signed: true,
  // One permission covers both versions.
  action: 'redshift-data:GetStatementResult',
  input: GetStatementResultV2Request$,
  constraints: { Id: statementId, WaitTimeSeconds: waitTime },
  async run(input, call) {
    const { id, outcome } = await statementWithResult(call, input, 'CSV');
    const { columns, rows } = outcome;
    const { from, to, nextToken } = resultPage(id, rows, input.NextToken, call.cloud.pageBytes);
    // A page comes in several chunks, as the service may send it.
    const middle = Math.ceil((from + to) / 2);
    const chunks = [csvText(rows, from, middle), csvText(rows, middle, to)].filter((text) => text !== '');
    return {
      Records: chunks.map((CSVRecords) => ({ CSVRecords })),
      ColumnMetadata: columns.map(columnMetadata),
      TotalNumRows: rows.count,
      ResultFormat: 'CSV',
      NextToken: nextToken,
    };
  },
};
