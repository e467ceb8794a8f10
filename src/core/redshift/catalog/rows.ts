import { columnType } from './columnType.ts';
import type {
  CatalogColumn,
  CatalogDatabase,
  CatalogRelation,
  CatalogRoutine,
  CatalogRow,
  CatalogSchema,
  DatabaseKind,
  RelationKind,
  RoutineKind,
} from './contract.ts';

/** The first of these columns that the row has and that is not NULL: SHOW and the views name some things differently. */
function text(row: CatalogRow, ...columns: readonly string[]): string | undefined {
  for (const column of columns) {
    const value = row[column];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

const name = (row: CatalogRow, column: string): string => row[column] ?? '';

/** An object of the properties that there are, because thousands are kept. */
const optional = <Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } =>
  value === undefined ? {} : ({ [key]: value } as { [K in Key]: string });

/** Some versions list an owner by its number. */
const owner = (row: CatalogRow, ...columns: readonly string[]) => {
  const value = text(row, ...columns);
  return optional('owner', value !== undefined && /^\d+$/.test(value) ? `user ID ${value}` : value);
};

export const databaseOf = (row: CatalogRow): CatalogDatabase => {
  const type = text(row, 'database_type') ?? '';
  const database = name(row, 'database_name');
  return { name: database, kind: databaseKind(database, type), type, ...owner(row, 'database_owner') };
};

/** @param type as SHOW DATABASES writes it; empty where nobody said */
export function databaseKind(database: string, type: string): DatabaseKind {
  if (/@s3tablescatalog$/i.test(database)) return 's3Tables';
  if (/auto mounted/i.test(type) || database.toLowerCase() === 'awsdatacatalog') return 'dataCatalog';
  if (/shared/i.test(type)) return 'datashare';
  return /^local$/i.test(type) ? 'local' : 'other';
}

export const schemaOf =
  (database: string) =>
  (row: CatalogRow): CatalogSchema => ({
    database,
    name: name(row, 'schema_name'),
    type: text(row, 'schema_type') ?? '',
    ...owner(row, 'schema_owner'),
  });

export const relationOf =
  (database: string, schema: string) =>
  (row: CatalogRow): CatalogRelation => ({
    database,
    schema,
    name: name(row, 'table_name'),
    kind: relationKind(text(row, 'table_type'), text(row, 'table_subtype')),
    ...optional('comment', text(row, 'remarks')),
    ...owner(row, 'owner', 'table_owner'),
  });

/** Wording and letter case differ between local, shared and external tables. */
export function relationKind(type = '', subtype = ''): RelationKind {
  if (/materialized/i.test(subtype) || /materialized/i.test(type)) return 'materializedView';
  if (/view/i.test(type)) return 'view';
  return /external/i.test(type) || /external/i.test(subtype) ? 'externalTable' : 'table';
}

export const routineOf =
  (database: string, schema: string, kind: RoutineKind) =>
  (row: CatalogRow): CatalogRoutine => ({
    database,
    schema,
    name: text(row, 'function_name', 'procedure_name') ?? '',
    kind,
    arguments: text(row, 'argument_list', 'argument_type') ?? '',
    ...(kind === 'function' && optional('returns', text(row, 'return_type', 'result_type'))),
  });

export const columnOf = (row: CatalogRow): CatalogColumn => ({
  name: name(row, 'column_name'),
  position: Number(row['ordinal_position'] ?? 0),
  type: columnType(
    text(row, 'data_type') ?? '',
    row['character_maximum_length'],
    row['numeric_precision'],
    row['numeric_scale'],
  ),
  ...nullable(text(row, 'is_nullable')),
  ...optional('default', text(row, 'column_default')),
  ...optional('encoding', text(row, 'encoding')),
  distributionKey: /^(1|t|true|yes)$/i.test(text(row, 'dist_key', 'distkey') ?? ''),
  // Interleaved sort keys count down below zero.
  sortKey: Math.abs(Number(text(row, 'sort_key', 'sort_key_order', 'sortkey') ?? 0)) || 0,
  ...optional('comment', text(row, 'remarks')),
});

/** Redshift writes YES, NO or a blank for "not known". */
function nullable(value: string | undefined): { nullable?: boolean } {
  if (/^(yes|t|true)$/i.test(value ?? '')) return { nullable: true };
  return /^(no|f|false)$/i.test(value ?? '') ? { nullable: false } : {};
}
