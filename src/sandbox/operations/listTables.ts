import { ListTablesRequest$ } from '@aws-sdk/client-redshift-data';
import type { ListTablesRequest } from '@aws-sdk/client-redshift-data';
import { metadataConstraints, metadataPage } from '../aws/dataApi/metadataPage.ts';
import { tablesSql } from '../aws/dataApi/metadataSql.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';

/** Redshift Data ListTables: the tables and views of a database on which the person has a privilege. */
export const listTables: SignedOperation<Validated<ListTablesRequest, 'Database'>> = {
  name: 'ListTables',
  signed: true,
  action: 'redshift-data:ListTables',
  input: ListTablesRequest$,
  constraints: metadataConstraints,
  async run(input, call) {
    const { rows, nextToken } = await metadataPage(call, input, {
      operation: 'ListTables',
      sql: tablesSql,
      parameters: { schema: input.SchemaPattern || '%', table: input.TablePattern || '%' },
    });
    return { Tables: rows.map(([name, type, schema]) => ({ name, type, schema })), NextToken: nextToken };
  },
};
