import { RedshiftIdentityError } from '../../errors.ts';
import { named, visible, type AccessQuestion } from './accessQuestion.ts';
import type { TableAccess } from './contract.ts';
import { isTrue } from './redshiftIdentity.ts';

/** Privilege on the schema, without which those on the table are worth nothing. */
export const schemaUsage = 'USAGE on the schema';

/** The privileges of the person who asks, by one statement: has_schema_privilege and has_table_privilege. */
export async function tablePrivileges({
  ask,
  path,
  relation,
}: AccessQuestion): Promise<TableAccess['privileges']> {
  const parameters = named({ schema: relation.schema, path });
  const read = async (privileges: readonly string[]) => {
    const tests = privileges.map(
      (privilege) =>
        `has_table_privilege(current_user, :path, '${privilege.toLowerCase()}') AS can_${privilege.toLowerCase()}`,
    );
    const usage = `has_schema_privilege(current_user, :schema, 'usage') AS can_use`;
    const [row] = await ask(`SELECT ${[usage, ...tests].join(', ')}`, parameters);
    return [
      { privilege: schemaUsage, held: isTrue(row?.['can_use']) },
      ...privileges.map((privilege) => ({
        privilege,
        held: isTrue(row?.[`can_${privilege.toLowerCase()}`]),
      })),
    ];
  };
  const all = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REFERENCES', 'DROP'];
  return visible(async () => {
    try {
      return await read(all);
    } catch (error) {
      // DROP came later than the others.
      if (!(error instanceof RedshiftIdentityError) || !/privilege type/i.test(error.message)) throw error;
      return await read(all.slice(0, -1));
    }
  }, 'Redshift does not tell which privileges you have on this table; has_table_privilege knows tables of local databases alone.');
}
