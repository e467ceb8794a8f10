import { SqlError } from '../contract.ts';
import { catalogue } from '../compatibility.ts';
import { checkPolicyColumns, dropFrom, principalId, rebuildPolicies, relationOf } from './policies.ts';
import { quoteName, quoteString } from '../sql/sqlTokens.ts';
import { checkPrincipals, queryAs } from './users.ts';
import type { Database } from '../database.ts';
import type { MaskingPolicyDefinition, Translation } from '../sql/translation.ts';

type MaskingChange = Extract<
  Translation,
  { kind: 'createMaskingPolicy' | 'alterMaskingPolicy' | 'dropMaskingPolicy' | 'attachMask' }
>;

/** CREATE, ALTER, DROP, ATTACH and DETACH MASKING POLICY. */
export function changeMasking(database: Database, change: MaskingChange, user: string): void {
  switch (change.kind) {
    case 'createMaskingPolicy':
      return createPolicy(database, change, user);
    case 'alterMaskingPolicy':
      return alterPolicy(database, change, user);
    case 'dropMaskingPolicy':
      return dropPolicy(database, change);
    case 'attachMask':
      return change.attach ? attach(database, change, user) : detach(database, change);
  }
}

function createPolicy(
  database: Database,
  { policy, ifNotExists }: MaskingChange & { kind: 'createMaskingPolicy' },
  user: string,
): void {
  if (findPolicy(database, policy.name)) {
    if (ifNotExists) return;
    throw new SqlError(`ERROR: masking policy "${policy.name}" already exists`, '42710');
  }
  tryExpressions(database, policy, user);
  const values = [policy.name, JSON.stringify(policy.columns), JSON.stringify(policy.expressions)];
  database.query(`INSERT INTO ${catalogue}.masking_policy VALUES (${values.map(quoteString).join(', ')})`);
}

function alterPolicy(
  database: Database,
  { name, expressions }: MaskingChange & { kind: 'alterMaskingPolicy' },
  user: string,
): void {
  const policy = findPolicy(database, name);
  if (!policy) throw missing(name);
  if (expressions.length !== policy.expressions.length) {
    throw new SqlError(
      `ERROR: masking policy "${name}" has ${policy.expressions.length} expressions, not ${expressions.length}`,
      '42601',
    );
  }
  tryExpressions(database, { ...policy, expressions }, user);
  database.query(
    `UPDATE ${catalogue}.masking_policy SET expressions = ${quoteString(JSON.stringify(expressions))} WHERE name = ${quoteString(name)}`,
  );
}

/** Tries the expressions on the policy's columns alone, so that they can name no others. */
function tryExpressions(database: Database, policy: MaskingPolicyDefinition, user: string): void {
  const columns = policy.columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`);
  for (const expression of policy.expressions) {
    queryAs(database, user, `SELECT (${expression}) FROM (SELECT ${columns.join(', ')}) AS policy_columns`);
  }
}

const maskingPolicies = {
  what: 'masking policy',
  policies: `${catalogue}.masking_policy`,
  attachments: `${catalogue}.masking_attachment`,
};

function dropPolicy(database: Database, drop: MaskingChange & { kind: 'dropMaskingPolicy' }): void {
  if (findPolicy(database, drop.name)) dropFrom(database, drop, maskingPolicies);
  else if (!drop.ifExists) throw missing(drop.name);
}

type Attachment = MaskingChange & { kind: 'attachMask' };

function attach(database: Database, change: Attachment, user: string): void {
  const policy = findPolicy(database, change.policy);
  if (!policy) throw missing(change.policy);
  checkPrincipals(database, change.to);
  const relation = relationOf(database, change.table, 'masking');
  if (change.outputs.length !== policy.expressions.length || change.inputs.length !== policy.columns.length) {
    throw new SqlError(
      `ERROR: masking policy "${policy.name}" takes ${policy.columns.length} columns and gives ${policy.expressions.length}`,
      '42601',
    );
  }
  const inputs = policy.columns.map(({ type }, at) => ({ name: change.inputs[at] ?? '', type }));
  checkPolicyColumns(database, inputs, relation, 'masking policy');
  for (const name of change.outputs) {
    const [found] = database.query(
      `SELECT FROM pg_catalog.pg_attribute WHERE attrelid = ${relation} AND attname = ${quoteString(name)}
         AND attnum > 0 AND NOT attisdropped`,
    );
    if (!found) throw new SqlError(`ERROR: column "${name}" does not exist in the table`, '42703');
  }
  if (new Set(change.outputs).size < change.outputs.length) {
    throw new SqlError('ERROR: a column is masked twice', '42701');
  }
  for (const principal of change.to) {
    const who = `(${quoteString(principal.kind)}, ${principalId(principal)})`;
    const [taken] = database.query(
      `SELECT FROM ${catalogue}.masking_attachment WHERE relation = ${relation}
         AND output_columns && ${namesOf(change.outputs)}
         AND (priority = ${change.priority} OR (kind, principal) = ${who})`,
    );
    if (taken) {
      throw new SqlError(
        'ERROR: a masking policy of the same priority, or for the same user or role, is attached to the column: give another PRIORITY or detach it',
        '42710',
      );
    }
    database.query(
      `INSERT INTO ${catalogue}.masking_attachment (policy, relation, output_columns, input_columns, numbers, kind, principal, priority, grantor)
       SELECT ${quoteString(policy.name)}, ${relation}, ${namesOf(change.outputs)}, ${namesOf(change.inputs)},
         ${numbersOf(relation, [...change.outputs, ...change.inputs])},
         ${quoteString(principal.kind)}, ${principalId(principal)}, ${change.priority}, ${quoteString(user)}`,
    );
  }
  rebuildPolicies(database, relation);
}

function detach(database: Database, change: Attachment): void {
  checkPrincipals(database, change.to);
  const relation = relationOf(database, change.table, 'masking');
  for (const principal of change.to) {
    const [gone] = database.query(
      `DELETE FROM ${catalogue}.masking_attachment WHERE policy = ${quoteString(change.policy)} AND relation = ${relation}
         AND output_columns = ${namesOf(change.outputs)}
         AND (kind, principal) = (${quoteString(principal.kind)}, ${principalId(principal)}) RETURNING id`,
    );
    if (!gone) throw new SqlError(`ERROR: masking policy "${change.policy}" is not attached so`, '42704');
  }
  rebuildPolicies(database, relation);
}

function findPolicy(database: Database, name: string): MaskingPolicyDefinition | undefined {
  const [row] = database.query(
    `SELECT columns, expressions FROM ${catalogue}.masking_policy WHERE name = ${quoteString(name)}`,
  );
  return (
    row && {
      name,
      columns: JSON.parse(row[0] ?? '[]') as MaskingPolicyDefinition['columns'],
      expressions: JSON.parse(row[1] ?? '[]') as MaskingPolicyDefinition['expressions'],
    }
  );
}

function namesOf(names: readonly string[]): string {
  return `ARRAY[${names.map(quoteString).join(', ')}]::text[]`;
}

/** SQL for the numbers of columns of a table, in the order of their names; shorter where one does not exist. */
export function numbersOf(relation: string, names: readonly string[]): string {
  return `ARRAY(SELECT attnum FROM unnest(${namesOf(names)}) WITH ORDINALITY AS wanted (name, place)
    JOIN pg_catalog.pg_attribute ON attname = name AND attrelid = ${relation} AND attnum > 0 AND NOT attisdropped
    ORDER BY place)`;
}

function missing(name: string): SqlError {
  return new SqlError(`ERROR: masking policy "${name}" does not exist`, '42704');
}
