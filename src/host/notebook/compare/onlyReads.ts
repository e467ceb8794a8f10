import { RedshiftIdentityError } from '../../../core/errors.ts';
import type { SqlStatement } from '../../../core/redshift/sql/sqlText.ts';
import { statementKind } from '../../../core/redshift/sql/statementKind.ts';

/**
 * Running a change as two people would make it twice, the second time under a name that did not ask for it.
 * @throws RedshiftIdentityError `NotReadOnly` where a statement may change something, or there is none
 */
export function requireReading(statements: readonly Pick<SqlStatement, 'text'>[]): void {
  const other = statements.map(({ text }) => statementKind(text)).find(({ reads }) => !reads);
  if (statements.length > 0 && !other) return;
  throw new RedshiftIdentityError(
    other
      ? `A statement of this cell may change something (${other.verb}), and comparing would run it as both accounts.`
      : 'This cell has no statement to compare.',
    { code: 'NotReadOnly', remedy: 'Compare a cell of SELECT, WITH … SELECT, SHOW, EXPLAIN or VALUES.' },
  );
}
