import * as vscode from 'vscode';
import type { ParameterUse } from '../../../core/redshift/sql/openStatement.ts';
import type { ParameterValue } from '../../../core/redshift/sql/parameters.ts';
import { readSql } from '../../../core/redshift/sql/sqlText.ts';
import { valuesAt } from './parameterValues.ts';

/** A parameter as the cells use it that have its value from the same place. */
export interface NotebookParameter {
  readonly name: string;
  /** Absent where it has none yet. */
  readonly value?: ParameterValue;
  /** The first of them. */
  readonly cell: vscode.NotebookCell;
  readonly use: ParameterUse;
  /** From 1. */
  readonly cellNumbers: readonly number[];
}

/** The parameters that a notebook's cells use, in order of their use; those of `first` before the others. */
export function notebookParameters(
  notebook: vscode.NotebookDocument,
  state: vscode.Memento,
  first?: vscode.NotebookCell,
): NotebookParameter[] {
  const found = new Map<string, NotebookParameter>();
  const cells = notebook.getCells().filter((cell) => cell !== first);
  for (const cell of first ? [first, ...cells] : cells) {
    if (cell.kind !== vscode.NotebookCellKind.Code) continue;
    const { statements, parameterUses } = readSql(cell.document.getText());
    if (parameterUses.length === 0) continue;
    const at = valuesAt(cell, state);
    for (const use of parameterUses) {
      const start = statements.findLast((statement) => statement.start <= use.start)?.start ?? use.start;
      const value = at(start).get(use.name);
      const key = [use.name, ...placeKey(cell, value)].join(' ');
      const known = found.get(key);
      const cellNumbers = [...new Set([...(known?.cellNumbers ?? []), cell.index + 1])];
      found.set(key, { cell, use, name: use.name, ...(value && { value }), ...known, cellNumbers });
    }
  }
  return [...found.values()];
}

/** Tells values of the same source apart: each cell has its own marker, and there may be several `\set`. */
function placeKey(cell: vscode.NotebookCell, value: ParameterValue | undefined): (string | number)[] {
  if (value?.source === 'marker') return ['marker', cell.index];
  if (value?.place) return ['set', value.place.cell, value.place.command.start];
  return [value?.source ?? ''];
}
