const withLength =
  /^(character varying|character|varchar|char|bpchar|nvarchar|nchar|varbyte|binary varying)$/i;
const withPrecision = /^(numeric|decimal)$/i;

/**
 * A column's type as in DDL: `numeric(12,2)`, `character varying(40)`.
 * @param type as Redshift lists it; external tables have their length in it already
 */
export function columnType(
  type: string,
  length: string | null | undefined,
  precision: string | null | undefined,
  scale: string | null | undefined,
): string {
  if (withLength.test(type) && isPositive(length)) return `${type}(${length})`;
  if (withPrecision.test(type) && isPositive(precision)) return `${type}(${precision},${scale || '0'})`;
  return type;
}

/** Redshift writes -1 and 0 where there is none. */
function isPositive(value: string | null | undefined): boolean {
  return Number(value ?? 0) > 0;
}
