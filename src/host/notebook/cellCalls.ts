import type * as vscode from 'vscode';
import { RedshiftIdentityError } from '../../core/errors.ts';
import { readSql } from '../../core/redshift/sql/sqlText.ts';
import { parameterValues } from './parameterValues.ts';
import type { StatementCall } from './statementCall.ts';

/**
 * The statements of a cell with the values of their parameters, as they are to be run.
 * @throws RedshiftIdentityError where one is not complete or a parameter has no value; Cancelled
 */
export async function cellCalls(
  cell: vscode.NotebookCell,
  apart: boolean,
  services: Parameters<typeof parameterValues>[2],
  signal: AbortSignal,
): Promise<StatementCall[]> {
  const sql = readSql(cell.document.getText());
  const { statements, metaCommands } = sql;
  const inside = metaCommands.find(({ insideStatement }) => insideStatement);
  const open = statements.find(({ unterminated }) => unterminated);
  if (inside || open) {
    throw new RedshiftIdentityError(
      inside
        ? `\\${inside.name} in line ${inside.line + 1} stands inside a statement.`
        : `The statement ends inside a ${open?.unterminated}.`,
      { code: 'UnendedStatement', remedy: 'End the statement before it with a semicolon.' },
    );
  }
  const values = await parameterValues(cell, sql, services, signal);
  return statements.map((statement, index) => {
    const parameters = values.get(statement) ?? [];
    return { cell, statement, index, count: statements.length, parameters, apart, signal };
  });
}
