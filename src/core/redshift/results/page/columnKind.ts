/** What the values of a column are, whatever Redshift calls its type. */
export type ColumnKind =
  | 'integer'
  | 'bigint'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'text'
  | 'json'
  | 'binary'
  | 'geometry';

const kinds: Readonly<Record<string, ColumnKind>> = {
  int2: 'integer',
  int4: 'integer',
  smallint: 'integer',
  integer: 'integer',
  int: 'integer',
  int8: 'bigint',
  bigint: 'bigint',
  // Four bytes without a sign.
  oid: 'bigint',
  numeric: 'decimal',
  decimal: 'decimal',
  float: 'float',
  float4: 'float',
  float8: 'float',
  real: 'float',
  'double precision': 'float',
  bool: 'boolean',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  timetz: 'time',
  'time without time zone': 'time',
  'time with time zone': 'time',
  timestamp: 'timestamp',
  'timestamp without time zone': 'timestamp',
  timestamptz: 'timestamptz',
  'timestamp with time zone': 'timestamptz',
  super: 'json',
  varbyte: 'binary',
  varbinary: 'binary',
  'binary varying': 'binary',
  geometry: 'geometry',
  geography: 'geometry',
};

/** Of a type as ColumnMetadata names it, with or without a length: `numeric(18,2)`, `timestamp with time zone`. */
export function columnKind(typeName: string): ColumnKind {
  const name = typeName
    .toLowerCase()
    .replace(/\s*\([^)]*\)/, '')
    .trim();
  return (Object.hasOwn(kinds, name) && kinds[name]) || 'text';
}

/** Whether values of this Redshift type are numbers, to be drawn right-aligned. */
export function isNumericType(typeName: string): boolean {
  return /^(integer|bigint|decimal|float)$/.test(columnKind(typeName));
}
