import { ListDatabasesRequest$ } from '@aws-sdk/client-redshift-data';
import type { ListDatabasesRequest } from '@aws-sdk/client-redshift-data';
import { metadataConstraints, metadataPage } from '../aws/dataApi/metadataPage.ts';
import { databasesSql } from '../aws/dataApi/metadataSql.ts';
import type { SignedOperation } from '../aws/operation.ts';

/** Redshift Data ListDatabases: the databases of a warehouse. */
export const listDatabases: SignedOperation<ListDatabasesRequest> = {
  name: 'ListDatabases',
  signed: true,
  action: 'redshift-data:ListDatabases',
  input: ListDatabasesRequest$,
  constraints: metadataConstraints,
  async run(input, call) {
    const { rows, nextToken } = await metadataPage(call, input, {
      operation: 'ListDatabases',
      sql: databasesSql,
    });
    return { Databases: rows.map(([name]) => name), NextToken: nextToken };
  },
};
