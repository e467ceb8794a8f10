import type { Catalog, CatalogQuery, CatalogSource, RelationName } from '../catalog/contract.ts';
import { quotePath } from '../catalog/quoteName.ts';
import { databaseKind } from '../catalog/rows.ts';
import { named, visible, type AccessQuestion } from './accessQuestion.ts';
import { atMost } from './atMost.ts';
import { attachedMasking, rowLevelSecurity } from './attachedPolicies.ts';
import { columnAccess } from './columnAccess.ts';
import type { RedshiftIdentity, TableAccess } from './contract.ts';
import { isTrue, readRedshiftIdentity, roleNames } from './redshiftIdentity.ts';
import { tablePrivileges } from './tablePrivileges.ts';

export interface TableAccessOptions {
  /** What is known of the session already; asked for if not given. */
  readonly identity?: RedshiftIdentity | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A catalogue's grants are two statements, so three at a time here are never more than four. */
const atATime = 3;

/**
 * What the person may see of a table or view, and why. Each part is read by itself and says by itself where
 * Redshift keeps it from the person; no rows of a view that shows none to most people are not taken for an answer.
 * @throws StatementError where not even `current_user` can be read; HopError, Cancelled
 */
export async function readTableAccess(
  source: Pick<CatalogSource, 'query'>,
  catalog: Pick<Catalog, 'columns' | 'grants' | 'loaded'>,
  relation: RelationName,
  options: TableAccessOptions = {},
): Promise<TableAccess> {
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const slot = atMost(atATime);
  const query = (request: CatalogQuery) => slot(() => source.query({ ...request, signal }));
  const connectable = isConnectable(catalog, relation.database);
  const { database, schema, name } = relation;
  const ask: AccessQuestion['ask'] = async (sql, parameters = named({ schema, name })) => {
    const request = { sql, ...(parameters.length > 0 && { parameters }), ...(connectable && { database }) };
    return (await query(request)).rows;
  };
  try {
    const [identity, superuser] = await Promise.all([
      options.identity ?? readRedshiftIdentity({ query }, signal),
      isSuperuser(ask),
    ]);
    const question: AccessQuestion = {
      relation,
      identity,
      catalog: {
        columns: (of) => slot(() => catalog.columns(of)),
        grants: (of) => slot(() => catalog.grants(of)),
      },
      seesPolicies: superuser || roleNames(identity.roles ?? []).includes('sys:secadmin'),
      connectable,
      path: connectable ? quotePath(schema, name) : quotePath(database, schema, name),
      ask,
    };
    return await readParts(question);
  } catch (error) {
    // What is still under way would only cost the warehouse time.
    stop.abort();
    throw error;
  }
}

async function readParts(question: AccessQuestion): Promise<TableAccess> {
  const { relation, identity } = question;
  const privileges = tablePrivileges(question);
  const grants = visible(
    () => question.catalog.grants(relation),
    'Redshift does not show you the grants of this table; its owner and superusers see them.',
  );
  const columns = columnAccess(question, privileges, grants);
  const explain = plan(question, columns);
  const parts = await Promise.all([
    privileges,
    columns,
    grants,
    rowLevelSecurity(question, explain),
    attachedMasking(question),
    explain,
  ]);
  const [held, readable, granted, rows, masking, lines] = parts;
  return {
    ...relation,
    currentUser: identity.currentUser,
    privileges: held,
    columns: readable,
    grants: granted,
    rowLevelSecurity: rows,
    masking,
    explain: lines,
  };
}

/** EXPLAIN for the columns that the person may read: row-level security shows in it as RLS SecureScan. */
async function plan(
  { ask, path }: AccessQuestion,
  columns: Promise<TableAccess['columns']>,
): Promise<TableAccess['explain']> {
  const known = await columns;
  const readable = known.visible ? known.value.filter((column) => column.readable) : [];
  if (known.visible && readable.length === 0) {
    return { visible: false, reason: 'Redshift makes no plan for a table that you may not read.' };
  }
  const all = !known.visible || readable.length === known.value.length;
  const list = all ? '*' : readable.map((column) => quotePath(column.name)).join(', ');
  return visible(async () => {
    const rows = await ask(`EXPLAIN SELECT ${list} FROM ${path}`, []);
    return rows.flatMap((row) => Object.values(row).slice(0, 1)).map((line) => line ?? '');
  }, 'Redshift makes no plan of a SELECT of this table for you; those who may read it get one.');
}

async function isSuperuser(ask: AccessQuestion['ask']): Promise<boolean> {
  const answer = await visible(
    () => ask('SELECT usesuper AS is_superuser FROM pg_user WHERE usename = current_user', []),
    '',
  );
  return answer.visible && isTrue(answer.value[0]?.['is_superuser']);
}

/** Databases of shares and catalogues are read from the connected one. */
function isConnectable({ loaded }: Pick<Catalog, 'loaded'>, database: string): boolean {
  const listed = loaded.databases()?.items.find(({ name }) => name === database);
  const kind = listed?.kind ?? databaseKind(database, '');
  return kind === 'local' || kind === 'other';
}
