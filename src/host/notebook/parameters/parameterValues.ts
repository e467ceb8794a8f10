import * as vscode from 'vscode';
import type { ParameterUse } from '../../../core/redshift/sql/openStatement.ts';
import {
  castOf,
  checkNotEmpty,
  parameterValuesAt,
  type ParameterValue,
} from '../../../core/redshift/sql/parameters.ts';
import type { SqlStatement, SqlText } from '../../../core/redshift/sql/sqlText.ts';
import { MissingParameter } from '../../../core/redshift/sql/sqlTextError.ts';
import { askParameter } from './askParameter.ts';
import { keysOf } from '../cellKeys.ts';
import { headerOf } from '../notebookHeader.ts';
import { rememberedValues, rememberValue } from './rememberedValues.ts';

export interface BoundParameter {
  readonly name: string;
  /** Never empty. */
  readonly value: string;
}

/**
 * What the Data API binds to the parameters of each statement of a cell. Asks for those that have no value anywhere.
 * @throws MissingParameter where the person gives none; SqlTextError for one that can't be bound
 */
export async function parameterValues(
  cell: vscode.NotebookCell,
  { statements, parameterUses }: SqlText,
  { state }: { readonly state: vscode.Memento },
  signal: AbortSignal,
): Promise<ReadonlyMap<SqlStatement, readonly BoundParameter[]>> {
  const bound = new Map<SqlStatement, readonly BoundParameter[]>();
  if (parameterUses.length === 0) return bound;
  const at = valuesAt(cell, state);
  const answers = new Map<string, string>();
  for (const statement of statements) {
    const values = at(statement.start);
    const parameters: BoundParameter[] = [];
    for (const name of statement.parameters) {
      const use = parameterUses.find((other) => other.name === name && other.start >= statement.start);
      if (!use) continue;
      const value = values.get(name)?.value ?? answers.get(name) ?? (await ask(cell, use, state, signal));
      checkNotEmpty(use, value);
      answers.set(name, value);
      parameters.push({ name, value });
    }
    bound.set(statement, parameters);
  }
  return bound;
}

/** The values that a cell's parameters have at an offset in it, and where each is kept. */
export function valuesAt(
  cell: vscode.NotebookCell,
  state: vscode.Memento,
): (offset: number) => ReadonlyMap<string, ParameterValue> {
  const { notebook, index } = cell;
  const cells = notebook.getCells(new vscode.NotebookRange(0, index + 1)).map((other) => ({
    text: other.kind === vscode.NotebookCellKind.Code ? other.document.getText() : '',
    keys: keysOf(other),
  }));
  return parameterValuesAt(cells, {
    header: headerOf(notebook).parameters,
    remembered: rememberedValues(notebook, state),
  });
}

/** Asks once and remembers the answer for the notebook. */
async function ask(
  { document, notebook }: vscode.NotebookCell,
  use: ParameterUse,
  state: vscode.Memento,
  signal: AbortSignal,
): Promise<string> {
  const { name } = use;
  const type = castOf(document.getText(), use);
  const line = document.positionAt(use.start).line + 1;
  const prompt = [
    `Used in line ${line}${type === undefined ? '' : `, as ${type}`}.`,
    'The value is bound, never pasted into the SQL, and remembered for this notebook.',
  ];
  const known = (): string | undefined =>
    new Map(Object.entries(rememberedValues(notebook, state))).get(name);
  const answer = await askParameter({ name, prompt }, signal, known);
  signal.throwIfAborted();
  if (answer === undefined) throw new MissingParameter(name, use);
  if (answer !== known()) await rememberValue(notebook, state, name, answer);
  return answer;
}
