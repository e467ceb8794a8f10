import { catalogue } from '../compatibility.ts';
import { numbersOf } from './maskingPolicies.ts';
import { isQuery } from '../sql/databaseNames.ts';
import { longestName, quoteName, quoteString } from '../sql/sqlTokens.ts';
import type { Database } from '../database.ts';
import type { NameScope } from '../sql/databaseNames.ts';
import type { Token } from '../sql/sqlTokens.ts';
import type { MaskingPolicyDefinition } from '../sql/translation.ts';

/** PostgreSQL's schemas of masked views begin so; no person can make one, and no list of schemas shows them. */
export const maskedPrefix = 'pg_masked_';

/** What a masked table is called inside of its view. */
export const maskedTable = 'masked_table';

/**
 * Makes a view for each table that is masked for a person and named in the query. It has the table's name, columns,
 * rows and privileges as they are for the person, with masked values; the query's names are to be taken for it.
 * A table without one stays behind its guard, which refuses the person, and so does every statement but a query.
 * The session has to be the administrator's.
 * @param changesCase whether capitals count in the session, which the guard of a protected table refuses
 * @returns the schemas that stand for others, by their PostgreSQL names, to be searched before them
 */
export function createMaskedViews(
  database: Database,
  person: string,
  tokens: readonly Token[],
  changesCase: boolean,
): NameScope['masked'] {
  const masked = new Map<string, { schema: string; tables: Set<string> }>();
  if (!isQuery(tokens)) return masked;
  const tables = maskedTables(database, person, changesCase);
  if (tables.length === 0) return masked;
  dropMaskedViews(database);
  const words = new Set(tokens.map(({ value }) => value));
  for (const [relation, schema, table] of tables) {
    if (!words.has(table)) continue;
    const columns = columnsOf(database, person, relation);
    const name = `${maskedPrefix}${schema}`;
    if (!columns || new TextEncoder().encode(name).length > longestName) continue;
    const place = masked.get(schema) ?? { schema: name, tables: new Set<string>() };
    if (!masked.has(schema)) createSchema(database, name, person);
    masked.set(schema, place);
    place.tables.add(table);
    const view = `${quoteName(name)}.${quoteName(table)}`;
    database.query(
      `CREATE VIEW ${view} WITH (security_barrier = true) AS
       SELECT ${columns.map(({ sql: column }) => column).join(', ')}
       FROM ${quoteName(schema)}.${quoteName(table)} AS ${maskedTable}
       WHERE ${rowsOf(database, person, relation)}`,
    );
    const granted = columns.filter(({ readable }) => readable).map((column) => quoteName(column.name));
    if (granted.length > 0) {
      database.query(`GRANT SELECT (${granted.join(', ')}) ON ${view} TO ${quoteName(person)}`);
    }
  }
  return masked;
}

/** OID, schema and name of each table with a mask for the person, but for those that are refused across databases or for their capitals. */
function maskedTables(database: Database, person: string, changesCase: boolean): [string, string, string][] {
  const who = quoteString(person);
  const rows = database.query(
    `SELECT c.oid, n.nspname, c.relname
     FROM (SELECT DISTINCT relation FROM ${catalogue}.masking_attachment) a
       JOIN pg_catalog.pg_class c ON c.oid = a.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN ${catalogue}.database d ON starts_with(n.nspname, d.name || '.')
     WHERE EXISTS (SELECT FROM pg_catalog.masks_for(${who}, c.oid))
       AND pg_catalog.has_schema_privilege(${who}, n.oid, 'USAGE')
       AND (${changesCase ? '' : `coalesce(d.name, pg_catalog.postgres_current_database()) = pg_catalog.current_database() OR`}
         NOT EXISTS (SELECT FROM ${catalogue}.protected_relation p WHERE p.relation = c.oid))`,
  );
  return rows.map(([oid, schema, table]) => [oid ?? '', schema ?? '', table ?? '']);
}

/** Removes what this session or one that was cut off has made. */
export function dropMaskedViews(database: Database): void {
  const schemas = database.query(
    `SELECT nspname FROM pg_catalog.pg_namespace WHERE starts_with(nspname, ${quoteString(maskedPrefix)})`,
  );
  for (const [schema] of schemas) database.query(`DROP SCHEMA ${quoteName(schema ?? '')} CASCADE`);
}

function createSchema(database: Database, schema: string, person: string): void {
  database.query('SET SESSION allow_system_table_mods TO on');
  database.query(`CREATE SCHEMA ${quoteName(schema)}`);
  database.query('SET SESSION allow_system_table_mods TO off');
  database.query(`GRANT USAGE ON SCHEMA ${quoteName(schema)} TO ${quoteName(person)}`);
}

interface MaskedColumn {
  name: string;
  sql: string;
  /** The person has the privilege to select it. */
  readable: boolean;
}

/** Columns as the person gets them; undefined where a mask no longer fits its table. */
function columnsOf(database: Database, person: string, relation: string): MaskedColumn[] | undefined {
  const masks = new Map<string, string>();
  const attached = database.query(
    `SELECT to_json(a.output_columns), to_json(a.input_columns), p.columns, p.expressions, a.numbers
     FROM pg_catalog.masks_for(${quoteString(person)}, ${relation}) a JOIN ${catalogue}.masking_policy p ON p.name = a.policy
     ORDER BY a.priority DESC`,
  );
  for (const [outputList, inputList, columnList, expressionList, numbers] of attached) {
    const outputs = JSON.parse(outputList ?? '[]') as string[];
    const inputs = JSON.parse(inputList ?? '[]') as string[];
    const policyColumns = JSON.parse(columnList ?? '[]') as MaskingPolicyDefinition['columns'];
    const expressions = JSON.parse(expressionList ?? '[]') as string[];
    const [now] = database.query(`SELECT ${numbersOf(relation, [...outputs, ...inputs])}`);
    if (now?.[0] !== numbers) return undefined;
    const values = policyColumns.map(
      ({ name }, at) => `${maskedTable}.${quoteName(inputs[at] ?? '')} AS ${quoteName(name)}`,
    );
    for (const [at, output] of outputs.entries()) {
      // The highest priority comes first.
      if (masks.has(output)) continue;
      masks.set(output, `(SELECT (${expressions[at]}) FROM (SELECT ${values.join(', ')}) AS policy_columns)`);
    }
  }
  const columns = database.query(
    `SELECT attname, pg_catalog.format_type(atttypid, atttypmod),
       pg_catalog.has_column_privilege(${quoteString(person)}, ${relation}::oid, attnum, 'SELECT')
     FROM pg_catalog.pg_attribute WHERE attrelid = ${relation} AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  );
  return columns.map(([column, type, readable]) => {
    const name = column ?? '';
    const mask = masks.get(name);
    const value = mask === undefined ? `${maskedTable}.${quoteName(name)}` : `CAST(${mask} AS ${type})`;
    return { name, sql: `${value} AS ${quoteName(name)}`, readable: readable === 't' };
  });
}

/** The condition of the person's row-level security policies on a table. The view is the administrator's, so it has to say it. */
function rowsOf(database: Database, person: string, relation: string): string {
  const who = quoteString(person);
  const [protection] = database.query(
    `SELECT conjunction, (SELECT rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = ${who})
     FROM ${catalogue}.protected_relation WHERE relation = ${relation}`,
  );
  if (!protection || protection[1] === 't') return 'true';
  const policies = database.query(
    `SELECT p.expression FROM ${catalogue}.attachment a JOIN ${catalogue}.policy p ON p.name = a.policy
       LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.principal
     WHERE a.relation = ${relation}
       AND (a.kind = 'public' OR r.oid IS NOT NULL AND pg_catalog.pg_has_role(${who}, r.oid, 'USAGE'))`,
  );
  if (policies.length === 0) return 'false';
  return policies.map(([expression]) => `(${expression})`).join(protection[0] === 'and' ? ' AND ' : ' OR ');
}
