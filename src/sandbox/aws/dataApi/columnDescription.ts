import type { Row } from './resultEncoding.ts';

interface TypeDescription {
  typeName: string;
  /** As Redshift's drivers report it; of the other types the column's own. */
  precision?: number;
  scale?: number;
  isSigned?: boolean;
}

/** Types as the Data API names them, by the names that SVV_ALL_COLUMNS has. */
const types: Readonly<Record<string, TypeDescription>> = {
  bigint: { typeName: 'int8', precision: 19, scale: 0, isSigned: true },
  'binary varying': { typeName: 'varbyte' },
  boolean: { typeName: 'bool', precision: 1 },
  character: { typeName: 'bpchar' },
  'character varying': { typeName: 'varchar' },
  date: { typeName: 'date', precision: 13 },
  'double precision': { typeName: 'float8', precision: 17, scale: 17, isSigned: true },
  integer: { typeName: 'int4', precision: 10, scale: 0, isSigned: true },
  numeric: { typeName: 'numeric', isSigned: true },
  real: { typeName: 'float4', precision: 8, scale: 8, isSigned: true },
  smallint: { typeName: 'int2', precision: 5, scale: 0, isSigned: true },
  'time with time zone': { typeName: 'timetz', precision: 21, scale: 6 },
  'time without time zone': { typeName: 'time', precision: 15, scale: 6 },
  'timestamp with time zone': { typeName: 'timestamptz', precision: 35, scale: 6 },
  'timestamp without time zone': { typeName: 'timestamp', precision: 29, scale: 6 },
};

const caseSensitive = new Set(['bpchar', 'char', 'name', 'super', 'varchar']);

/** A column as DescribeTable has it, from a row of `columnsSql`. */
export function columnDescription(row: Row): object {
  const [
    schemaName,
    tableName,
    name,
    dataType = '',
    length,
    ownPrecision,
    ownScale,
    nullable,
    columnDefault,
  ] = row;
  const type: TypeDescription = types[dataType ?? ''] ?? { typeName: dataType ?? '' };
  const precision = type.precision ?? Number(length ?? ownPrecision ?? 0);
  return {
    name,
    label: name,
    typeName: type.typeName,
    precision,
    scale: type.scale ?? Number(ownScale ?? 0),
    length: precision,
    nullable: nullable === 'NO' ? 0 : 1,
    schemaName,
    tableName,
    columnDefault: columnDefault ?? undefined,
    isSigned: type.isSigned ?? false,
    isCaseSensitive: caseSensitive.has(type.typeName),
    isCurrency: false,
  };
}
