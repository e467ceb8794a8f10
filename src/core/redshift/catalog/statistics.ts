import type { CatalogRow, CatalogSource, RelationStatistics } from './contract.ts';
import { refusalIn } from './refusal.ts';
import { tableSizes } from './viewSql.ts';

/**
 * Rows and sizes of the tables of a schema by name, from SVV_TABLE_INFO; none where it is kept for superusers.
 * @throws StatementError, HopError, Cancelled where it failed otherwise
 */
export async function fetchStatistics(
  source: CatalogSource,
  database: string,
  schema: string,
): Promise<ReadonlyMap<string, RelationStatistics>> {
  try {
    const { rows } = await source.query(tableSizes(database, schema));
    return new Map(rows.map((row) => [row['table_name'] ?? '', statisticsOf(row)]));
  } catch (error) {
    if (refusalIn(error) === undefined) throw error;
    return new Map();
  }
}

function statisticsOf(row: CatalogRow): RelationStatistics {
  const rows = numberIn(row['tbl_rows']);
  const size = numberIn(row['size']);
  return { ...(rows !== undefined && { rows }), ...(size !== undefined && { size }) };
}

function numberIn(value: string | null | undefined): number | undefined {
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) ? number : undefined;
}
