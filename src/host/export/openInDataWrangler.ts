import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { RedshiftIdentityError } from '../../core/errors.ts';
import type { KeptResult, ResultView } from '../notebook/results/keptResult.ts';
import { dataWranglerId, openFileCommand } from './dataWrangler.ts';
import type { ExportServices } from './exportServices.ts';
import { resultName } from './exportTarget.ts';
import { writeResult } from './writeResult.ts';

/** Milliseconds after which nobody still looks at a file. */
const longestWindow = 7 * 86_400_000;

/** Of this window: files for Data Wrangler, which go with it. */
let folder: vscode.Uri | undefined;

/**
 * Opens rows in Data Wrangler, as a Parquet file that is there as long as the window; offers the extension where it is
 * not installed.
 * @param view the whole result where it is undefined
 */
export async function openInDataWrangler(
  services: ExportServices,
  kept: KeptResult,
  view?: ResultView,
): Promise<void> {
  const extension = vscode.extensions.getExtension(dataWranglerId);
  if (!extension) return offerExtension();
  const command = openFileCommand(extension.packageJSON);
  if (command === undefined) {
    throw new RedshiftIdentityError('This version of Data Wrangler offers no command that opens a file.', {
      code: 'NoDataWranglerCommand',
      remedy: 'Export the result as Parquet, and open it there.',
    });
  }
  await sweep(openedFolder(services));
  const place = vscode.Uri.joinPath(folderOf(services), crypto.randomUUID());
  await vscode.workspace.fs.createDirectory(place);
  const file = vscode.Uri.joinPath(place, `${resultName(kept)}.parquet`);
  const bytes = await writeResult(services, { kept, view }, 'parquet', file);
  if (bytes !== undefined) await vscode.commands.executeCommand(command, file);
}

function folderOf(services: ExportServices): vscode.Uri {
  if (folder) return folder;
  const own = vscode.Uri.joinPath(openedFolder(services), crypto.randomUUID());
  folder = own;
  services.context.subscriptions.push({
    dispose: () => {
      folder = undefined;
      // At once: the window doesn't wait for more.
      rmSync(own.fsPath, { recursive: true, force: true });
    },
  });
  return own;
}

function openedFolder({ context }: ExportServices): vscode.Uri {
  return vscode.Uri.joinPath(context.globalStorageUri, 'opened');
}

/** Takes away what windows left behind that ended without a word. */
async function sweep(opened: vscode.Uri): Promise<void> {
  const names = await vscode.workspace.fs.readDirectory(opened).then(
    (entries) => entries.map(([name]) => name),
    () => [],
  );
  for (const name of names) {
    const left = vscode.Uri.joinPath(opened, name);
    const { mtime } = await vscode.workspace.fs.stat(left);
    if (left.path === folder?.path || Date.now() - mtime < longestWindow) continue;
    await vscode.workspace.fs.delete(left, { recursive: true });
  }
}

async function offerExtension(): Promise<void> {
  const show = 'Show Extension';
  const text = 'The extension Data Wrangler is not installed.';
  if ((await vscode.window.showInformationMessage(text, show)) !== show) return;
  await vscode.commands.executeCommand('extension.open', dataWranglerId);
}
