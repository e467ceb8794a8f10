import { RedshiftIdentityError } from '../../errors.ts';
import { quotePath } from '../catalog/quoteName.ts';
import { named, visible, type AccessQuestion } from './accessQuestion.ts';
import type { TableAccess } from './contract.ts';
import { isTrue } from './redshiftIdentity.ts';

/** Privilege on the schema, without which those on the table are worth nothing. */
export const schemaUsage = 'USAGE on the schema';

const all = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REFERENCES', 'DROP'];
const hidden =
  'Redshift does not tell which privileges you have on this table; has_table_privilege knows tables of local databases alone.';

/**
 * The privileges of the person who asks: has_schema_privilege, and has_table_privilege for all of them in one
 * statement, which Redshift refuses to whoever may not use the schema.
 */
export async function tablePrivileges(question: AccessQuestion): Promise<TableAccess['privileges']> {
  const [usage, table] = await Promise.all([visible(() => onSchema(question), ''), onTable(question)]);
  if (!usage.visible) return table;
  if (table.visible) return { visible: true, value: [usage.value, ...table.value] };
  return usage.value.held ? table : { visible: true, value: [usage.value] };
}

type Held = Extract<TableAccess['privileges'], { readonly visible: true }>['value'][number];

async function onSchema({ ask, relation }: AccessQuestion): Promise<Held> {
  const sql = `SELECT has_schema_privilege(current_user, :schema, 'usage') AS can_use`;
  const [row] = await ask(sql, named({ schema: relation.schema }));
  return { privilege: schemaUsage, held: isTrue(row?.['can_use']) };
}

function onTable({ ask, relation }: AccessQuestion): Promise<TableAccess['privileges']> {
  // With its database: a table of the same name in another one must not answer.
  const path = quotePath(relation.database, relation.schema, relation.name);
  const read = async (privileges: readonly string[]): Promise<Held[]> => {
    const tests = privileges.map((privilege) => privilege.toLowerCase());
    const list = tests.map((test) => `has_table_privilege(current_user, :path, '${test}') AS can_${test}`);
    const [row] = await ask(`SELECT ${list.join(', ')}`, named({ path }));
    return tests.map((test) => ({ privilege: test.toUpperCase(), held: isTrue(row?.[`can_${test}`]) }));
  };
  return visible(async () => {
    try {
      return await read(all);
    } catch (error) {
      // DROP came later than the others.
      if (!(error instanceof RedshiftIdentityError) || !/privilege type/i.test(error.message)) throw error;
      return await read(all.slice(0, -1));
    }
  }, hidden);
}
