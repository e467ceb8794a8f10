import { ListSchemasRequest$ } from '@aws-sdk/client-redshift-data';
import type { ListSchemasRequest } from '@aws-sdk/client-redshift-data';
import { metadataConstraints, metadataPage } from '../aws/dataApi/metadataPage.ts';
import { schemasSql } from '../aws/dataApi/metadataSql.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';

/** Redshift Data ListSchemas: the schemas of a database that the person may use. */
export const listSchemas: SignedOperation<Validated<ListSchemasRequest, 'Database'>> = {
  name: 'ListSchemas',
  signed: true,
  action: 'redshift-data:ListSchemas',
  input: ListSchemasRequest$,
  constraints: metadataConstraints,
  async run(input, call) {
    const { rows, nextToken } = await metadataPage(call, input, {
      operation: 'ListSchemas',
      sql: schemasSql,
      parameters: { schema: input.SchemaPattern || '%' },
    });
    return { Schemas: rows.map(([name]) => name), NextToken: nextToken };
  },
};
