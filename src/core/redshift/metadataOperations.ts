import {
  paginateDescribeTable,
  paginateListDatabases,
  paginateListSchemas,
  paginateListTables,
  type RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { Cancelled } from '../errors.ts';
import type { MetadataOperations } from './catalog/contract.ts';
import type { StatementWarehouse } from './statements/statementContract.ts';
import { callError } from './statements/statementError.ts';

/** Items that one call is asked for; the most that the service gives. */
const pageSize = 1000;

/**
 * ListDatabases, ListSchemas, ListTables and DescribeTable of one warehouse, all pages of each.
 * They throw StatementError, or Cancelled when their signal aborted.
 */
export function metadataOperations(
  client: RedshiftDataClient,
  warehouse: StatementWarehouse,
): MetadataOperations {
  const paging = { client, pageSize };
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
      const pages = all(paginateListDatabases(paging, own, abort(signal)), 'ListDatabases', signal);
      return (await pages).flatMap(({ Databases = [] }) => Databases);
    },
    async listSchemas(database, signal) {
      const pages = all(paginateListSchemas(paging, at(database), abort(signal)), 'ListSchemas', signal);
      return (await pages).flatMap(({ Schemas = [] }) => Schemas);
    },
    async listTables(database, schema, signal) {
      const input = { ...at(database), SchemaPattern: likeName(schema) };
      const pages = all(paginateListTables(paging, input, abort(signal)), 'ListTables', signal);
      return (await pages)
        .flatMap(({ Tables = [] }) => Tables)
        .flatMap(({ name, type = '', schema: own }) => (name && own === schema ? [{ name, type }] : []));
    },
    async describeTable(database, schema, table, signal) {
      const input = { ...at(database), Schema: schema, Table: table };
      const pages = all(paginateDescribeTable(paging, input, abort(signal)), 'DescribeTable', signal);
      return (await pages)
        .flatMap(({ ColumnList = [] }) => ColumnList)
        .map(({ name = '', typeName = '', nullable }) => ({ name, typeName, nullable: nullable !== 0 }));
    },
  };
}

function abort(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

/** The operation takes a LIKE pattern: a name with `_` in it would match others. */
function likeName(name: string): string {
  return name.replaceAll(/[\\%_]/g, '\\$&');
}

async function all<Page>(
  pages: AsyncIterable<Page>,
  operation: string,
  signal: AbortSignal | undefined,
): Promise<Page[]> {
  const found: Page[] = [];
  try {
    for await (const page of pages) found.push(page);
  } catch (error) {
    throw signal?.aborted ? new Cancelled() : callError(error, operation);
  }
  return found;
}
