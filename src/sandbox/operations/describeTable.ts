import { DescribeTableRequest$ } from '@aws-sdk/client-redshift-data';
import type { DescribeTableRequest } from '@aws-sdk/client-redshift-data';
import { columnDescription } from '../aws/dataApi/columnDescription.ts';
import { metadataConstraints, metadataPage } from '../aws/dataApi/metadataPage.ts';
import { columnsSql } from '../aws/dataApi/metadataSql.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';

/** Redshift Data DescribeTable: columns of a table; without a table or schema, of every one. */
export const describeTable: SignedOperation<Validated<DescribeTableRequest, 'Database'>> = {
  name: 'DescribeTable',
  signed: true,
  action: 'redshift-data:DescribeTable',
  input: DescribeTableRequest$,
  constraints: metadataConstraints,
  async run(input, call) {
    const { Schema: schema, Table: table } = input;
    const { rows, nextToken } = await metadataPage(call, input, {
      operation: 'DescribeTable',
      sql: columnsSql({ schema: Boolean(schema), table: Boolean(table) }),
      parameters: { ...(schema && { schema }), ...(table && { table }) },
    });
    return { TableName: table, ColumnList: rows.map(columnDescription), NextToken: nextToken };
  },
};
