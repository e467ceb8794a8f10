import {
  DescribeTableCommand,
  ListDatabasesCommand,
  ListSchemasCommand,
  ListTablesCommand,
} from '@aws-sdk/client-redshift-data';
import { Cancelled } from '../errors.ts';
import type { MetadataOperations } from './catalog/contract.ts';
import type { StatementClient, StatementWarehouse } from './statements/statementContract.ts';
import { callError } from './statements/statementError.ts';

/** Items that one call is asked for; the most that the service gives. */
const MaxResults = 1000;

/**
 * ListDatabases, ListSchemas, ListTables and DescribeTable of one warehouse, all pages of each.
 * They throw StatementError, or Cancelled when their signal aborted.
 */
export function metadataOperations(
  client: StatementClient,
  warehouse: StatementWarehouse,
): MetadataOperations {
  const at = (database: string) => ({
    ...(warehouse.kind === 'workgroup'
      ? { WorkgroupName: warehouse.name }
      : { ClusterIdentifier: warehouse.name }),
    Database: database,
    // The one to log in to, while the other is looked at.
    ConnectedDatabase: warehouse.database,
  });
  return {
    async listDatabases(signal) {
      const { ConnectedDatabase: _, ...own } = at(warehouse.database);
      const pages = all('ListDatabases', signal, (NextToken, options) =>
        client.send(new ListDatabasesCommand({ ...own, MaxResults, NextToken }), options),
      );
      return (await pages).flatMap(({ Databases = [] }) => Databases);
    },
    async listSchemas(database, signal) {
      const pages = all('ListSchemas', signal, (NextToken, options) =>
        client.send(new ListSchemasCommand({ ...at(database), MaxResults, NextToken }), options),
      );
      return (await pages).flatMap(({ Schemas = [] }) => Schemas);
    },
    async listTables(database, schema, signal) {
      const input = { ...at(database), SchemaPattern: likeName(schema) };
      const pages = all('ListTables', signal, (NextToken, options) =>
        client.send(new ListTablesCommand({ ...input, MaxResults, NextToken }), options),
      );
      return (await pages)
        .flatMap(({ Tables = [] }) => Tables)
        .flatMap(({ name, type = '', schema: own }) => (name && own === schema ? [{ name, type }] : []));
    },
    async describeTable(database, schema, table, signal) {
      const input = { ...at(database), Schema: schema, Table: table };
      const pages = all('DescribeTable', signal, (NextToken, options) =>
        client.send(new DescribeTableCommand({ ...input, MaxResults, NextToken }), options),
      );
      return (await pages)
        .flatMap(({ ColumnList = [] }) => ColumnList)
        .map(({ name = '', typeName = '', nullable }) => ({ name, typeName, nullable: nullable !== 0 }));
    },
  };
}

/** The operation takes a LIKE pattern: a name with `_` in it would match others. */
function likeName(name: string): string {
  return name.replaceAll(/[\\%_]/g, '\\$&');
}

/** All pages, by the token that each gives for the next one. */
async function all<Page extends { NextToken?: string | undefined }>(
  operation: string,
  signal: AbortSignal | undefined,
  call: (token: string | undefined, options: { abortSignal?: AbortSignal }) => Promise<Page>,
): Promise<Page[]> {
  const pages: Page[] = [];
  let token: string | undefined;
  try {
    do {
      const page = await call(token, signal === undefined ? {} : { abortSignal: signal });
      pages.push(page);
      token = page.NextToken;
    } while (token);
  } catch (error) {
    throw signal?.aborted ? new Cancelled() : callError(error, operation);
  }
  return pages;
}
