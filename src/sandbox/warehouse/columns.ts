import { catalogue } from './compatibility.ts';
import { maskedPrefix } from './security/maskedViews.ts';
import { temporaryPrefix } from './sessions/temporaryTables.ts';
import type { WarehouseColumn } from './contract.ts';
import type { Database } from './database.ts';
import type { FieldDescription } from './wire.ts';

interface TypeDescription {
  typeName: string;
  precision?: number;
  scale?: number;
  isSigned?: boolean;
  isCaseSensitive?: boolean;
}

/** Redshift's names and sizes of PostgreSQL's types, by OID. Sizes are those that Redshift's drivers report. */
const types: Readonly<Record<number, TypeDescription>> = {
  16: { typeName: 'bool', precision: 1 },
  17: { typeName: 'varbyte' },
  18: { typeName: 'char', precision: 1, isCaseSensitive: true },
  19: { typeName: 'name', precision: 63, isCaseSensitive: true },
  20: { typeName: 'int8', precision: 19, isSigned: true },
  21: { typeName: 'int2', precision: 5, isSigned: true },
  23: { typeName: 'int4', precision: 10, isSigned: true },
  25: { typeName: 'varchar', precision: 65535, isCaseSensitive: true },
  26: { typeName: 'oid', precision: 10 },
  114: { typeName: 'super', isCaseSensitive: true },
  700: { typeName: 'float4', precision: 8, scale: 8, isSigned: true },
  701: { typeName: 'float8', precision: 17, scale: 17, isSigned: true },
  705: { typeName: 'varchar', isCaseSensitive: true },
  1042: { typeName: 'bpchar', isCaseSensitive: true },
  1043: { typeName: 'varchar', precision: 65535, isCaseSensitive: true },
  1082: { typeName: 'date', precision: 13 },
  1083: { typeName: 'time', precision: 15, scale: 6 },
  1114: { typeName: 'timestamp', precision: 29, scale: 6 },
  1184: { typeName: 'timestamptz', precision: 35, scale: 6 },
  1186: { typeName: 'interval' },
  1266: { typeName: 'timetz', precision: 21, scale: 6 },
  1700: { typeName: 'numeric', precision: 38, isSigned: true },
  3802: { typeName: 'super', isCaseSensitive: true },
};

const lengthTypes = new Set([1042, 1043]);
const numericType = 1700;
/** What PostgreSQL adds to a length or a precision in a type modifier. */
const modifierOffset = 4;

interface Source {
  schemaName: string;
  tableName: string;
  notNull: boolean;
}

/** Column metadata as the Data API has it. Reads the catalogue, so the session has to be the administrator's. */
export function columnsOf(
  database: Database,
  fields: readonly FieldDescription[],
  firstRow: readonly (string | null)[] | undefined,
): WarehouseColumn[] {
  const sources = sourcesOf(database, fields);
  return fields.map((field, at): WarehouseColumn => {
    const type = types[field.typeOid] ?? { typeName: otherTypeName(database, field.typeOid) };
    const source = sources.get(`${field.tableOid}.${field.tableColumn}`);
    return {
      name: field.name,
      label: field.name,
      typeName: type.typeName,
      nullable: source ? (source.notNull ? 0 : 1) : 2,
      ...sizeOf(field, type, firstRow?.[at]),
      length: 0,
      schemaName: source?.schemaName ?? '',
      tableName: source?.tableName ?? '',
      columnDefault: null,
      isCaseSensitive: type.isCaseSensitive ?? false,
      isCurrency: false,
      isSigned: type.isSigned ?? false,
    };
  });
}

function sizeOf(
  field: FieldDescription,
  type: TypeDescription,
  value: string | null | undefined,
): { precision: number; scale: number } {
  const modifier = field.typeModifier - modifierOffset;
  if (field.typeOid === numericType) {
    if (field.typeModifier >= 0) return { precision: (modifier >> 16) & 0xffff, scale: modifier & 0x7ff };
    // A computed numeric has no declared scale; all its values are written with the same one.
    return { precision: 38, scale: /\.([0-9]+)$/.exec(value ?? '')?.[1]?.length ?? 0 };
  }
  if (lengthTypes.has(field.typeOid) && field.typeModifier >= 0) return { precision: modifier, scale: 0 };
  return { precision: type.precision ?? 0, scale: type.scale ?? 0 };
}

function sourcesOf(database: Database, fields: readonly FieldDescription[]): Map<string, Source> {
  const tables = [...new Set(fields.map(({ tableOid }) => tableOid))].filter((oid) => oid > 0);
  if (tables.length === 0) return new Map();
  const rows = database.query(
    // A masked view stands for its table, a schema with a database's name before the dot for that database's.
    `SELECT a.attrelid, a.attnum, coalesce(substr(schema, length(d.name) + 2), schema), relname,
       coalesce(t.attnotnull, a.attnotnull)
     FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
       JOIN (SELECT oid, CASE WHEN starts_with(nspname, '${maskedPrefix}')
         THEN substr(nspname, ${maskedPrefix.length + 1}) ELSE nspname END AS schema FROM pg_catalog.pg_namespace) n ON n.oid = relnamespace
       LEFT JOIN ${catalogue}.database d ON starts_with(schema, d.name || '.')
       LEFT JOIN pg_catalog.pg_attribute t ON t.attrelid = to_regclass(format('%I.%I', schema, relname)) AND t.attname = a.attname
     WHERE a.attrelid IN (${tables.join(', ')})`,
  );
  return new Map(
    rows.map(([table, column, schemaName, tableName, notNull]) => [
      `${table}.${column}`,
      { schemaName: shownSchema(schemaName ?? ''), tableName: tableName ?? '', notNull: notNull === 't' },
    ]),
  );
}

/** Temporary tables are in a schema of their session. */
function shownSchema(schema: string): string {
  return schema.startsWith(temporaryPrefix) ? `pg_temp_${schema.slice(temporaryPrefix.length)}` : schema;
}

function otherTypeName(database: Database, oid: number): string {
  return database.query(`SELECT typname FROM pg_catalog.pg_type WHERE oid = ${oid}`)[0]?.[0] ?? '';
}
