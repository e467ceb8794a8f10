import { SqlError } from './contract.ts';
import { catalogue } from './compatibility.ts';
import { foldName, quoteName, quoteString } from './sql/sqlTokens.ts';
import type { Database } from './database.ts';
import type { NameScope } from './sql/databaseNames.ts';

/** Context variable that names the database of a session. A set-up script changes it, a person cannot. */
export const databaseVariable = 'sandbox.database';

/** Catalogues outside of the warehouse, which nobody connects to and which have no schema of their own. */
const mounted = /^awsdatacatalog$|@s3tablescatalog$/;

/**
 * Connects the session to a database; an empty name is the warehouse's own.
 * @param mayMounted true for the administrator, whose scripts fill the mounted catalogues too
 * @throws SqlError
 */
export function connect(database: Database, name: string, mayMounted: boolean): void {
  const [own] = database.query('SELECT pg_catalog.postgres_current_database()');
  const wanted = name === '' ? (own?.[0] ?? '') : foldName(name);
  const [found] = database.query(
    `SELECT type FROM ${catalogue}.database WHERE name = ${quoteString(wanted)}`,
  );
  if (!found) throw new SqlError(`FATAL: database "${wanted}" does not exist`, '3D000');
  if (found[0] !== 'local' && !mayMounted) {
    throw new SqlError(
      `ERROR: "${wanted}" is not a database to connect to: connect to "${own?.[0]}" and name its tables "${wanted}".schema.table`,
      '0A000',
    );
  }
  const path = wanted === own?.[0] ? 'public' : quoteName(`${wanted}.public`);
  database.query(
    `SET SESSION ${databaseVariable} TO ${quoteString(wanted)}; SET SESSION search_path TO ${path}`,
  );
}

/** Catalogues that USE reaches, though nobody connects to them. */
const usable = /@s3tablescatalog$/;

/**
 * Connects the session to a database by USE.
 * @throws SqlError where there is no such database or schema
 */
export function connectUsed(database: Database, name: string, schema: string | undefined): void {
  connect(database, name, usable.test(name));
  if (schema === undefined) return;
  const { current, own, schemas } = readScope(database);
  if (schemas.has(current === own ? schema : `${current}.${schema}`)) return;
  throw new SqlError(`ERROR: schema "${schema}" does not exist`, '3F000');
}

/** What names mean in this session. Reads the catalogue, so the session has to be the administrator's. */
export function readScope(database: Database): Omit<NameScope, 'masked'> {
  const [names] = database.query(
    'SELECT pg_catalog.current_database(), pg_catalog.postgres_current_database()',
  );
  const column = (sql: string): Set<string> => new Set(database.query(sql).map(([value]) => value ?? ''));
  return {
    current: names?.[0] ?? '',
    own: names?.[1] ?? '',
    databases: column(`SELECT name FROM ${catalogue}.database`),
    schemas: column('SELECT nspname FROM pg_catalog.pg_namespace'),
  };
}

/** CREATE DATABASE. A name that ends in `@s3tablescatalog`, and `awsdatacatalog`, is a mounted catalogue. */
export function createDatabase(database: Database, name: string): void {
  if (name.includes('.')) {
    throw new SqlError('ERROR: a database name with a dot in it is not supported by the sandbox', '0A000');
  }
  const [known] = database.query(`SELECT FROM ${catalogue}.database WHERE name = ${quoteString(name)}`);
  const [taken] = database.query(
    `SELECT FROM pg_catalog.pg_namespace WHERE starts_with(nspname, ${quoteString(`${name}.`)})`,
  );
  if (known || taken) throw new SqlError(`ERROR: database "${name}" already exists`, '42P04');
  const type = mounted.test(name) ? 'auto mounted catalog' : 'local';
  database.query(
    `INSERT INTO ${catalogue}.database VALUES (${quoteString(name)}, ${quoteString(type)}, current_user)`,
  );
  if (type !== 'local') return;
  const schema = quoteName(`${name}.public`);
  database.query(`CREATE SCHEMA ${schema}; GRANT USAGE ON SCHEMA ${schema} TO PUBLIC`);
}

export function dropDatabase(database: Database, name: string): void {
  const { own, current } = readScope(database);
  if (name === own || name === current) {
    throw new SqlError('ERROR: cannot drop the currently open database', '55006');
  }
  const [found] = database.query(
    `DELETE FROM ${catalogue}.database WHERE name = ${quoteString(name)} RETURNING name`,
  );
  if (!found) throw new SqlError(`ERROR: database "${name}" does not exist`, '3D000');
  const schemas = database.query(
    `SELECT nspname FROM pg_catalog.pg_namespace WHERE starts_with(nspname, ${quoteString(`${name}.`)})`,
  );
  for (const [schema] of schemas) database.query(`DROP SCHEMA ${quoteName(schema ?? '')} CASCADE`);
}
