import { writeSql } from '../sql/postgresSql.ts';
import { quoteName } from '../sql/sqlTokens.ts';
import { TokenCursor, unsupported } from '../sql/tokenCursor.ts';
import type { Principal, Translation } from '../sql/translation.ts';

const tablePrivileges = ['select', 'insert', 'update', 'delete', 'references', 'truncate'];
const columnPrivileges = ['select', 'update'];

/** GRANT and REVOKE, of privileges and of roles. */
export function translateGrant(cursor: TokenCursor): Translation {
  const grant = cursor.takes('grant');
  if (!grant) cursor.expect('revoke');
  if (!grant && cursor.takes('grant', 'option', 'for')) throw unsupported('GRANT OPTION FOR', cursor.next);
  if (cursor.takes('role')) return translateRoleGrant(cursor, grant);
  if (cursor.sees('explain') || cursor.sees('ignore')) return translateSystemPrivilege(cursor, grant);

  const privileges = takesPrivileges(cursor);
  cursor.expect('on');
  const object = takesObject(cursor, privileges);
  cursor.expect(grant ? 'to' : 'from');
  const principals = takesPrincipals(cursor);
  if (cursor.sees('with')) throw unsupported('WITH GRANT OPTION', cursor.next);
  const behaviour = grant ? '' : (cursor.takesOneOf('cascade', 'restrict') ?? '');
  cursor.end();
  const written = principals.map(({ kind, name }) => (kind === 'public' ? 'PUBLIC' : quoteName(name)));
  const statement = writeSql([
    `${grant ? 'GRANT' : 'REVOKE'} ${privileges.map(({ text }) => text).join(', ')} ON ${object}`,
    `${grant ? 'TO' : 'FROM'} ${written.join(', ')} ${behaviour}`,
  ]);
  return { kind: 'sql', statement, principals };
}

interface Privilege {
  name: string;
  text: string;
}

function takesPrivileges(cursor: TokenCursor): Privilege[] {
  if (cursor.takes('all')) {
    cursor.takes('privileges');
    return [{ name: 'all', text: 'ALL' }];
  }
  const privileges: Privilege[] = [];
  do {
    const name = cursor.takesOneOf(...tablePrivileges, 'usage', 'create', 'temp', 'temporary');
    if (!name) throw unsupported(`privilege ${(cursor.next?.value ?? '').toUpperCase()}`, cursor.next);
    let text = name.toUpperCase();
    if (cursor.sees('(') && columnPrivileges.includes(name)) {
      const columns = new TokenCursor(cursor.parenthesised());
      text += ` (${columns.names().map(quoteName).join(', ')})`;
      columns.end();
    }
    privileges.push({ name, text });
  } while (cursor.takes(','));
  return privileges;
}

function takesObject(cursor: TokenCursor, privileges: readonly Privilege[]): string {
  const only = (allowed: readonly string[], what: string): void => {
    const other = privileges.find(({ name }) => name !== 'all' && !allowed.includes(name));
    if (other) throw unsupported(`privilege ${other.text} on a ${what}`, cursor.next);
  };
  if (cursor.takes('schema')) {
    only(['usage', 'create'], 'schema');
    return `SCHEMA ${cursor.names().map(quoteName).join(', ')}`;
  }
  if (cursor.takes('database')) {
    only(['create', 'temp', 'temporary'], 'database');
    return `DATABASE ${cursor.names().map(quoteName).join(', ')}`;
  }
  only(tablePrivileges, 'table');
  if (cursor.takes('all', 'tables', 'in', 'schema')) {
    return `ALL TABLES IN SCHEMA ${cursor.names().map(quoteName).join(', ')}`;
  }
  for (const kind of ['function', 'procedure', 'language', 'copy', 'model', 'datashare', 'external']) {
    if (cursor.sees(kind)) throw unsupported(`GRANT … ON ${kind.toUpperCase()}`, cursor.next);
  }
  cursor.takes('table');
  return cursor
    .qualifiedNames()
    .map(({ text }) => text)
    .join(', ');
}

/** `ROLE r`, a user or PUBLIC, separated by commas. */
export function takesPrincipals(cursor: TokenCursor): Principal[] {
  const principals: Principal[] = [];
  do {
    if (cursor.takes('role')) principals.push({ kind: 'role', name: cursor.roleName() });
    else if (cursor.sees('group')) throw unsupported('GROUP', cursor.next);
    else if (cursor.takes('public')) principals.push({ kind: 'public', name: '' });
    else principals.push({ kind: 'user', name: cursor.name() });
  } while (cursor.takes(','));
  return principals;
}

function translateRoleGrant(cursor: TokenCursor, grant: boolean): Translation {
  const roles = [cursor.roleName()];
  while (cursor.takes(',')) roles.push(cursor.roleName());
  cursor.expect(grant ? 'to' : 'from');
  const members = takesPrincipals(cursor);
  if (members.some(({ kind }) => kind === 'public')) throw unsupported('a role for PUBLIC');
  if (cursor.sees('with')) throw unsupported('WITH ADMIN OPTION', cursor.next);
  cursor.end();
  return { kind: 'roleGrant', grant, roles, members };
}

/** GRANT EXPLAIN RLS TO ROLE r: to see in EXPLAIN what policies add to a query. */
function translateSystemPrivilege(cursor: TokenCursor, grant: boolean): Translation {
  if (!cursor.sees('explain', 'rls')) {
    throw unsupported(
      `privilege ${cursor
        .rest()
        .slice(0, 2)
        .map(({ value }) => value.toUpperCase())
        .join(' ')}`,
      cursor.next,
    );
  }
  cursor.expect('explain', 'rls', grant ? 'to' : 'from');
  const at = cursor.next;
  const roles = takesPrincipals(cursor);
  if (roles.some(({ kind }) => kind !== 'role'))
    throw unsupported('a system privilege for anything but a role', at);
  cursor.end();
  return { kind: 'systemPrivilege', grant, privileges: ['EXPLAIN RLS'], roles };
}
