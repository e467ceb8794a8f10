import { DuckDBInstance } from '@duckdb/node-api';

/** Rows of a query of DuckDB, each value as DuckDB writes it as text. */
export async function queryDuckDb(sql: string): Promise<(string | null)[][]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    const connection = await instance.connect();
    try {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}
