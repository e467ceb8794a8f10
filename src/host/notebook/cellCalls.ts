import type * as vscode from 'vscode';
import type { SqlText } from '../../core/redshift/sql/sqlText.ts';
import { checkOutside, checkTerminated } from '../../core/redshift/sql/sqlTextError.ts';
import { parameterValues } from './parameters/parameterValues.ts';
import type { StatementCall } from './statementCall.ts';

/**
 * The statements of a cell with the values of their parameters, as they are to be run. Nothing of a cell runs where
 * one of them is not complete.
 * @throws SqlTextError where one is not complete; MissingParameter, Cancelled
 */
export async function cellCalls(
  cell: vscode.NotebookCell,
  sql: SqlText,
  { apart, signal }: Pick<StatementCall, 'apart' | 'signal'>,
  services: Parameters<typeof parameterValues>[2],
): Promise<StatementCall[]> {
  const { statements, metaCommands } = sql;
  for (const command of metaCommands) checkOutside(command);
  for (const statement of statements) checkTerminated(statement);
  const values = await parameterValues(cell, sql, services, signal);
  return statements.map((statement, index) => {
    const parameters = values.get(statement) ?? [];
    return { cell, statement, index, count: statements.length, parameters, apart, signal };
  });
}
