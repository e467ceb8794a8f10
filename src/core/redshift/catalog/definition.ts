import { RedshiftIdentityError } from '../../errors.ts';
import type { CatalogRelation, CatalogSource } from './contract.ts';
import { qualifiedName } from './selectStatement.ts';
import { showDefinition } from './showSql.ts';

/**
 * The statement that makes a relation anew, by SHOW TABLE, SHOW VIEW or SHOW EXTERNAL TABLE.
 * @param connectable false for a database that takes no connection
 * @throws StatementError, HopError, Cancelled; RedshiftIdentityError `NoDefinition` where Redshift shows none
 */
export async function fetchDefinition(
  source: CatalogSource,
  relation: CatalogRelation,
  connectable: boolean,
): Promise<string> {
  const { columns, rows } = await source.query(showDefinition(relation, connectable));
  const [column = ''] = columns;
  const text = rows
    .map((row) => row[column.toLowerCase()] ?? '')
    .join('\n')
    .trim();
  if (text === '') {
    throw new RedshiftIdentityError(`Redshift shows no definition of ${qualifiedName(relation)}.`, {
      code: 'NoDefinition',
      remedy: 'Its owner and superusers can see it.',
    });
  }
  const statement = text.endsWith(';') ? text : `${text};`;
  // Of a plain view, SHOW VIEW tells the query alone.
  if (!/^(select|with)\b/i.test(statement)) return statement;
  const view = relation.kind === 'materializedView' ? 'MATERIALIZED VIEW' : 'VIEW';
  return `CREATE ${view} ${qualifiedName(relation, relation.database)} AS\n${statement}`;
}
