import type { CatalogQuery, CatalogRelation, RelationName, RoutineKind } from './contract.ts';
import { quotePath } from './quoteName.ts';

/** The most rows that a SHOW command returns. */
export const showLimit = 10_000;

const show = (sql: string): CatalogQuery => ({ sql, statementName: 'catalog' });
const limit = `LIMIT ${showLimit}`;

/** SHOW reads across databases, so these need no other connection than the warehouse's own. */
export const showDatabases = (): CatalogQuery => show(`SHOW DATABASES ${limit}`);

export const showSchemas = (database: string): CatalogQuery =>
  show(`SHOW SCHEMAS FROM DATABASE ${quotePath(database)} ${limit}`);

export const showTables = (database: string, schema: string): CatalogQuery =>
  show(`SHOW TABLES FROM SCHEMA ${quotePath(database, schema)} ${limit}`);

export const showRoutines = (database: string, schema: string, kind: RoutineKind): CatalogQuery =>
  show(
    `SHOW ${kind === 'function' ? 'FUNCTIONS' : 'PROCEDURES'} FROM SCHEMA ${quotePath(database, schema)} ${limit}`,
  );

export const showColumns = ({ database, schema, name }: RelationName): CatalogQuery =>
  show(`SHOW COLUMNS FROM TABLE ${quotePath(database, schema, name)} ${limit}`);

export const showGrants = ({ database, schema, name }: RelationName): CatalogQuery =>
  show(`SHOW GRANTS ON TABLE ${quotePath(database, schema, name)} ${limit}`);

export const showColumnGrants = ({ database, schema, name }: RelationName): CatalogQuery =>
  show(`SHOW COLUMN GRANTS ON TABLE ${quotePath(database, schema, name)} ${limit}`);

/**
 * The definition of a relation. SHOW TABLE and SHOW VIEW know no other database than the connected one.
 * @param connectable false for a database that takes no connection: of a datashare, the Data Catalog or S3 Tables
 */
export function showDefinition(relation: CatalogRelation, connectable: boolean): CatalogQuery {
  const { database, schema, name, kind } = relation;
  const path = connectable ? quotePath(schema, name) : quotePath(database, schema, name);
  return { ...show(`SHOW ${definitionOf[kind]} ${path}`), ...(connectable && { database }) };
}

const definitionOf: Readonly<Record<CatalogRelation['kind'], string>> = {
  table: 'TABLE',
  view: 'VIEW',
  materializedView: 'VIEW',
  externalTable: 'EXTERNAL TABLE',
};
