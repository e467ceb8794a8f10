import { SqlError } from '../contract.ts';
import { catalogue } from '../compatibility.ts';
import { quoteName, quoteString } from '../sql/sqlTokens.ts';
import { checkPrincipals, queryAs } from './users.ts';
import type { Database } from '../database.ts';
import type { QualifiedName } from '../sql/tokenCursor.ts';
import type { PolicyDefinition, Principal, Translation } from '../sql/translation.ts';

/** CREATE RLS POLICY: the expression is tried on its columns alone, so that it can name no others. */
export function createPolicy(database: Database, policy: PolicyDefinition, by: string): void {
  if (findPolicy(database, policy.name)) {
    throw new SqlError(`ERROR: RLS policy "${policy.name}" already exists`, '42710');
  }
  const columns = policy.columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`);
  queryAs(
    database,
    by,
    `SELECT FROM (SELECT ${columns.join(', ')}) AS policy_columns WHERE (${policy.expression})`,
  );
  const declared = JSON.stringify(policy.columns);
  database.query(
    `INSERT INTO ${catalogue}.policy (name, columns, expression, alias, modified_by)
     VALUES (${[policy.name, declared, policy.expression, policy.alias, by].map(quoteString).join(', ')})`,
  );
}

export function dropPolicy(database: Database, drop: Translation & { kind: 'dropPolicy' }): void {
  if (findPolicy(database, drop.name)) dropFrom(database, drop, rowLevelPolicies);
  else if (!drop.ifExists) throw missing(drop.name);
}

/** A kind of policy: where the sandbox keeps its policies and what they are attached to. */
interface PolicyTables {
  /** As error texts name it. */
  readonly what: string;
  readonly policies: string;
  readonly attachments: string;
}

const rowLevelPolicies: PolicyTables = {
  what: 'RLS policy',
  policies: `${catalogue}.policy`,
  attachments: `${catalogue}.attachment`,
};

/** Drops a policy that exists, of either kind, and writes the policies of the tables that had it anew. */
export function dropFrom(
  database: Database,
  drop: { readonly name: string; readonly cascade: boolean },
  { what, policies, attachments }: PolicyTables,
): void {
  const name = quoteString(drop.name);
  const tables = database.query(
    `SELECT DISTINCT relation FROM ${attachments}
     WHERE policy = ${name} AND EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = relation)`,
  );
  if (tables.length > 0 && !drop.cascade) {
    throw new SqlError(
      `ERROR: ${what} "${drop.name}" is attached to a table: detach it first, or add CASCADE`,
      '2BP01',
    );
  }
  database.query(`DELETE FROM ${attachments} WHERE policy = ${name}`);
  database.query(`DELETE FROM ${policies} WHERE name = ${name}`);
  for (const [table] of tables) rebuildPolicies(database, table ?? '');
}

export function attachPolicy(
  database: Database,
  change: Translation & { kind: 'attachPolicy' },
  by: string,
): void {
  const policy = findPolicy(database, change.policy);
  if (!policy) throw missing(change.policy);
  checkPrincipals(database, change.to);
  for (const table of change.tables) {
    const relation = relationOf(database, table);
    for (const principal of change.to) {
      const row = [
        quoteString(change.policy),
        relation,
        quoteString(principal.kind),
        principalId(principal),
      ].join(', ');
      const [attached] = database.query(
        `SELECT FROM ${catalogue}.attachment WHERE (policy, relation, kind, principal) = (${row})`,
      );
      if (change.attach) {
        if (attached) {
          throw new SqlError(`ERROR: RLS policy "${change.policy}" is already attached`, '42710');
        }
        checkPolicyColumns(database, policy.columns, relation, 'RLS policy');
        database.query(
          `INSERT INTO ${catalogue}.attachment (policy, relation, kind, principal, grantor) VALUES (${row}, ${quoteString(by)})`,
        );
      } else {
        if (!attached) throw new SqlError(`ERROR: RLS policy "${change.policy}" is not attached`, '42704');
        database.query(
          `DELETE FROM ${catalogue}.attachment WHERE (policy, relation, kind, principal) = (${row})`,
        );
      }
    }
    rebuildPolicies(database, relation);
  }
}

export function switchRowLevelSecurity(
  database: Database,
  change: Translation & { kind: 'rowLevelSecurity' },
): void {
  const relation = relationOf(database, change.table);
  database.query(`DELETE FROM ${catalogue}.protected_relation WHERE relation = ${relation}`);
  if (change.on) {
    database.query(
      `INSERT INTO ${catalogue}.protected_relation VALUES (${relation}, ${quoteString(change.conjunction)})`,
    );
  }
  rebuildPolicies(database, relation);
}

/**
 * Writes a table's PostgreSQL policies anew from the catalogue, with the guard before them. Redshift joins the policies that are attached to a
 * person and the person's roles with AND, unless the table says OR, and shows no row where none is attached:
 * AND is one permissive policy that lets everything through, for those with a policy, and a restrictive one for each.
 */
export function rebuildPolicies(database: Database, relation: string): void {
  const [table] = database.query(
    `SELECT format('%I.%I', nspname, relname) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
     WHERE c.oid = ${relation}`,
  );
  const name = table?.[0] ?? '';
  for (const [policy] of database.query(
    `SELECT polname FROM pg_catalog.pg_policy WHERE polrelid = ${relation}`,
  )) {
    database.query(`DROP POLICY ${quoteName(policy ?? '')} ON ${name}`);
  }
  const [protection] = database.query(
    `SELECT conjunction FROM ${catalogue}.protected_relation WHERE relation = ${relation}`,
  );
  const [masked] = database.query(`SELECT FROM ${catalogue}.masking_attachment WHERE relation = ${relation}`);
  if (!protection && !masked) {
    database.query(`ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY`);
    return;
  }
  database.query(`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
  // In a query of its own it is asked once a statement, and costs nothing then: so PostgreSQL asks it before any
  // condition of a person, which would otherwise tell of hidden rows by whether the guard was reached.
  const guard = `USING ((SELECT pg_catalog.relation_guard(${relation}))) WITH CHECK (true)`;
  database.query(`CREATE POLICY "guard" ON ${name} AS RESTRICTIVE FOR ALL TO PUBLIC ${guard}`);
  if (!protection) {
    database.query(`CREATE POLICY "all" ON ${name} FOR ALL TO PUBLIC USING (true) WITH CHECK (true)`);
    return;
  }
  const attachments = database.query(
    `SELECT a.id, p.expression, CASE WHEN a.kind = 'public' THEN 'PUBLIC' ELSE quote_ident(r.rolname) END
     FROM ${catalogue}.attachment a JOIN ${catalogue}.policy p ON p.name = a.policy
       LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.principal
     WHERE a.relation = ${relation} AND (a.kind = 'public' OR r.oid IS NOT NULL) ORDER BY a.id`,
  );
  // Redshift's policies decide what is read, changed and deleted, not what is inserted.
  const insert = 'FOR INSERT TO PUBLIC WITH CHECK (true)';
  database.query(`CREATE POLICY "insert" ON ${name} AS PERMISSIVE ${insert}`);
  const restrictive = protection[0] === 'and';
  for (const [id, expression, grantee] of attachments) {
    const rows = `FOR ALL TO ${grantee} USING (${expression}) WITH CHECK (true)`;
    const everything = `FOR ALL TO ${grantee} USING (true) WITH CHECK (true)`;
    if (restrictive) database.query(`CREATE POLICY "any ${id}" ON ${name} AS PERMISSIVE ${everything}`);
    const manner = restrictive ? 'RESTRICTIVE' : 'PERMISSIVE';
    database.query(`CREATE POLICY "rows ${id}" ON ${name} AS ${manner} ${rows}`);
  }
}

interface StoredPolicy {
  columns: PolicyDefinition['columns'];
}

function findPolicy(database: Database, name: string): StoredPolicy | undefined {
  const [row] = database.query(`SELECT columns FROM ${catalogue}.policy WHERE name = ${quoteString(name)}`);
  return row && { columns: JSON.parse(row[0] ?? '[]') as PolicyDefinition['columns'] };
}

/** Throws where the table has no such column, or has it with another type. */
export function checkPolicyColumns(
  database: Database,
  columns: PolicyDefinition['columns'],
  relation: string,
  what: string,
): void {
  for (const { name, type } of columns) {
    const [found] = database.query(
      `SELECT atttypid = pg_typeof(CAST(NULL AS ${type}))::oid FROM pg_catalog.pg_attribute
       WHERE attrelid = ${relation} AND attname = ${quoteString(name)} AND attnum > 0 AND NOT attisdropped`,
    );
    if (!found)
      throw new SqlError(`ERROR: column "${name}" of the ${what} does not exist in the table`, '42703');
    if (found[0] !== 't') {
      throw new SqlError(
        `ERROR: column "${name}" has another type in the table than in the ${what}`,
        '42804',
      );
    }
  }
}

export function relationOf(database: Database, table: QualifiedName, what = 'row-level security'): string {
  const [row] = database.query(
    `SELECT c.oid, relkind FROM pg_catalog.pg_class c WHERE c.oid = to_regclass(${quoteString(table.text)})
       AND relnamespace <> '${catalogue}'::regnamespace`,
  );
  if (!row) {
    throw new SqlError(`ERROR: relation "${table.parts.join('.')}" does not exist`, '42P01', table.start + 1);
  }
  if (row[1] !== 'r')
    throw new SqlError(`ERROR: ${what} on anything but tables is not supported by the sandbox`, '0A000');
  return row[0] ?? '';
}

export function principalId({ kind, name }: Principal): string {
  return kind === 'public'
    ? '0'
    : `(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${quoteString(name)})`;
}

function missing(name: string): SqlError {
  return new SqlError(`ERROR: RLS policy "${name}" does not exist`, '42704');
}
