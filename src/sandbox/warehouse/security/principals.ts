import { quoteName } from '../sql/sqlTokens.ts';
import { unsupported } from '../sql/tokenCursor.ts';
import type { TokenCursor } from '../sql/tokenCursor.ts';
import type { Translation } from '../sql/translation.ts';
import { writeSql } from '../sql/postgresSql.ts';

/** CREATE USER and CREATE ROLE. Users are PostgreSQL roles that can log in, roles are those that cannot. */
export function translateCreatePrincipal(cursor: TokenCursor): Translation {
  const kind = cursor.takesOneOf('user', 'role');
  const name = cursor.name();
  if (kind === 'role') {
    if (cursor.sees('externalid')) throw unsupported('EXTERNALID', cursor.next);
    cursor.end();
    return { kind: 'sql', statement: writeSql([`CREATE ROLE ${quoteName(name)} NOLOGIN`]) };
  }
  cursor.takes('with');
  while (!cursor.done) {
    if (cursor.takes('password')) {
      // Nobody signs in with a password here, so none is kept.
      if (!cursor.takes('disable')) cursor.string();
    } else if (!cursor.takesOneOf('nocreatedb', 'nocreateuser')) {
      throw unsupported(`CREATE USER … ${(cursor.next?.value ?? '').toUpperCase()}`, cursor.next);
    }
  }
  return { kind: 'sql', statement: writeSql([`CREATE ROLE ${quoteName(name)} LOGIN`]) };
}

export function translateAlterPrincipal(cursor: TokenCursor): string[] {
  const kind = cursor.takesOneOf('user', 'role');
  const name = cursor.name();
  cursor.takes('with');
  if (cursor.takes('rename', 'to')) {
    const next = cursor.name();
    cursor.end();
    return [`ALTER ROLE ${quoteName(name)} RENAME TO ${quoteName(next)}`];
  }
  throw unsupported(
    `ALTER ${kind?.toUpperCase()} … ${(cursor.next?.value ?? '').toUpperCase()}`,
    cursor.next,
  );
}

export function translateDropPrincipals(cursor: TokenCursor): string[] {
  const kind = cursor.takesOneOf('user', 'role');
  const guard = kind === 'user' && cursor.takes('if', 'exists') ? 'IF EXISTS ' : '';
  const names = kind === 'user' ? cursor.names() : [cursor.name()];
  if (kind === 'role' && cursor.sees('force')) throw unsupported('DROP ROLE … FORCE', cursor.next);
  if (kind === 'role') cursor.takes('restrict');
  cursor.end();
  return [`DROP ROLE ${guard}${names.map(quoteName).join(', ')}`];
}
