import { DescribeTableRequest$ } from '@aws-sdk/client-redshift-data';
import type { DescribeTableRequest } from '@aws-sdk/client-redshift-data';
import { metadataConstraints, metadataPage } from '../aws/metadataPage.ts';
import { columnsSql } from '../aws/metadataSql.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';
import type { Row } from '../aws/resultEncoding.ts';
import { declaredType } from '../warehouse/columns.ts';

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
      sql: columnsSql,
      parameters: {
        // A parameter can't be empty.
        anySchema: schema ? 'n' : 'y',
        anyTable: table ? 'n' : 'y',
        schema: schema || '%',
        table: table || '%',
      },
    });
    return { TableName: table, ColumnList: rows.map(describeColumn), NextToken: nextToken };
  },
};

function describeColumn([schemaName, tableName, name, oid, modifier, notNull, columnDefault]: Row): object {
  const type = declaredType(Number(oid), Number(modifier));
  return {
    ...type,
    name,
    label: name,
    schemaName,
    tableName,
    nullable: notNull === 't' ? 0 : 1,
    length: type.precision,
    isCurrency: false,
    columnDefault: columnDefault ?? undefined,
  };
}
