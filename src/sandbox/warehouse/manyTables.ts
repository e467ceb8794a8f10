import type { Database } from './database.ts';

const schema = 'wide';

/** Every table created holds a lock until the commit, and PostgreSQL has room for some thousands. */
const tablesPerTransaction = 1000;

/**
 * Creates tables `wide.table_00001`… up to `count`, which everybody may read. Those that exist stay.
 * Runs past the translator, whose work would be the same ten thousand times.
 */
export function createManyTables(database: Database, count: number): void {
  database.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  database.query(`GRANT USAGE ON SCHEMA ${schema} TO PUBLIC`);
  // Tables are born with the privilege: a GRANT would write each row of the catalogue once more.
  database.query(`ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT ON TABLES TO PUBLIC`);
  for (let first = 1; first <= count; first += tablesPerTransaction) {
    const last = Math.min(count, first + tablesPerTransaction - 1);
    database.query(`DO $$ BEGIN
      FOR number IN ${first}..${last} LOOP
        EXECUTE format('CREATE TABLE IF NOT EXISTS ${schema}.table_%s
          (id int NOT NULL, name varchar(40), amount numeric(12, 2), created_on date)', lpad(number::text, 5, '0'));
      END LOOP;
    END $$`);
  }
  database.query(`ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} REVOKE SELECT ON TABLES FROM PUBLIC`);
}
