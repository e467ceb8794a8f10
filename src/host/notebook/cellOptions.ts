import * as vscode from 'vscode';
import { readRegionsKey } from '../../core/notebook/regionsKey.ts';
import { registerCommand } from '../registerCommand.ts';
import { withoutIcons } from '../withoutIcons.ts';
import { keysOf, runsApart, selectedCell, setCellKey } from './cellKeys.ts';
import type { CompareServices, ComparedWith } from './compare/compare.ts';

/** Shows below a cell that it runs in other Regions or apart from the session, and registers what changes that. */
export function registerCellOptions(services: CompareServices): vscode.Disposable {
  const { log } = services;
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    vscode.notebooks.registerNotebookCellStatusBarItemProvider('redshiftIdentity.notebook', {
      onDidChangeCellStatusBarItems: changed.event,
      provideCellStatusBarItems: (cell) =>
        cell.kind === vscode.NotebookCellKind.Code ? [...regionItems(cell), ...sessionItems(cell)] : [],
    }),
    vscode.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
      if (cellChanges.some(({ metadata }) => metadata)) changed.fire();
    }),
    registerCommand(
      'setCellRegions',
      log,
      async (cell?: vscode.NotebookCell, regions?: readonly string[]) => {
        const { setCellRegions } = await import('./cellRegions.ts');
        await setCellRegions(services.targets, cellOf(cell), regions);
      },
    ),
    registerCommand('toggleCellSession', log, async (cell?: vscode.NotebookCell) => {
      const wanted = cellOf(cell);
      if (wanted) await setCellKey(wanted, 'session', runsApart(wanted) ? undefined : 'none');
    }),
    registerCommand('runAsAnotherAccount', log, async (cell?: vscode.NotebookCell, who?: ComparedWith) => {
      const { runAsAnotherAccount } = await import('./compare/compare.ts');
      await runAsAnotherAccount(services, cellOf(cell), who);
    }),
  );
}

/** A menu of a cell hands the cell over, the Command Palette nothing, a toolbar VS Code's own context. */
function cellOf(argument: Partial<vscode.NotebookCell> | undefined): vscode.NotebookCell | undefined {
  const { notebook, index } = argument ?? {};
  return notebook && index !== undefined && index >= 0 ? notebook.cellAt(index) : selectedCell();
}

function regionItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
  const value = keysOf(cell)['regions'];
  const regions = readRegionsKey(value, ['*']);
  if (!regions) return [];
  const text = regions.includes('*') ? 'every Region' : regions.join(', ');
  return [
    item(cell, `$(globe) ${withoutIcons(text)}`, `Runs in ${text}`, {
      command: 'redshiftIdentity.setCellRegions',
      title: 'Change Regions',
    }),
  ];
}

function sessionItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
  if (!runsApart(cell)) return [];
  return [
    item(cell, '$(split-horizontal) apart', 'Runs apart from the notebook’s session, beside other cells', {
      command: 'redshiftIdentity.toggleCellSession',
      title: 'Run in the Session',
    }),
  ];
}

function item(
  cell: vscode.NotebookCell,
  text: string,
  says: string,
  command: vscode.Command,
): vscode.NotebookCellStatusBarItem {
  const made = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  made.priority = 90;
  made.tooltip = `${says}. ${command.title}`;
  made.accessibilityInformation = { label: says };
  made.command = { ...command, arguments: [cell] };
  return made;
}
