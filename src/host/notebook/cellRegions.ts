import * as vscode from 'vscode';
import { readRegionsKey, writeRegionsKey } from '../../core/notebook/regionsKey.ts';
import { noProfile } from '../noProfile.ts';
import type { Targets } from '../target.ts';
import { keysOf, setCellKey } from './cellKeys.ts';

interface RegionItem extends vscode.QuickPickItem {
  readonly value: string;
}

/**
 * Lets a person choose the Regions that a cell runs in, and writes them into its marker.
 * @param regions given to ask nothing; none for the notebook's own Region
 * @throws RedshiftIdentityError where there is no profile, or the cell can't be changed
 */
export async function setCellRegions(
  targets: Targets,
  cell: vscode.NotebookCell | undefined,
  regions?: readonly string[],
): Promise<void> {
  if (!cell) return;
  const chosen = regions ?? (await pickRegions(targets, cell));
  if (chosen) await setCellKey(cell, 'regions', writeRegionsKey(chosen));
}

async function pickRegions(
  targets: Targets,
  cell: vscode.NotebookCell,
): Promise<readonly string[] | undefined> {
  const { profile, problem } = targets.of(cell.notebook);
  if (!profile) throw problem ?? noProfile();
  const current = new Set(readRegionsKey(keysOf(cell)['regions'], ['*']));
  const items: RegionItem[] = [
    {
      label: 'Every Region',
      description: 'those that the profile has when the cell runs',
      value: '*',
      picked: current.has('*'),
    },
    ...profile.sites.map(({ region, warehouses }) => ({
      label: region,
      description: warehouses.map(({ name }) => name).join(', '),
      value: region,
      picked: current.has(region),
    })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: 'Run Cell in Several Regions',
    placeHolder: 'Pick the Regions; none for the notebook’s own',
  });
  return picked?.map(({ value }) => value);
}
