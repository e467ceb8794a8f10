import * as vscode from 'vscode';
import { parseSetCommand } from '../../core/redshift/sql/setCommand.ts';
import { readSql, type MetaCommand } from '../../core/redshift/sql/sqlText.ts';

/** The parameters that `\set` lines give to a cell: its own and those of the SQL cells above it; the last one wins. */
export function setValues(cell: vscode.NotebookCell): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const other of cell.notebook.getCells(new vscode.NotebookRange(0, cell.index + 1))) {
    const text = other.document.getText();
    if (other.kind !== vscode.NotebookCellKind.Code || !/\\set/i.test(text)) continue;
    for (const command of readSql(text).metaCommands) {
      if (!isSetCommand(command)) continue;
      const { name, value } = parseSetCommand(command.arguments, values);
      values.set(name, value);
    }
  }
  return values;
}

/** RSQL takes its commands in any case. */
export function isSetCommand({ name }: MetaCommand): boolean {
  return name.toLowerCase() === 'set';
}
