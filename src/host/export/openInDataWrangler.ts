import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { RedshiftIdentityError } from '../../core/errors.ts';
import type { KeptResult, ResultView } from '../notebook/results/keptResult.ts';
import { dataWranglerId, openFileCommand } from './dataWrangler.ts';
import type { ExportServices } from './exportServices.ts';
import { resultName } from './exportTarget.ts';
import { writeResult } from './writeResult.ts';

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
  const place = vscode.Uri.joinPath(folderOf(services), crypto.randomUUID());
  await vscode.workspace.fs.createDirectory(place);
  const file = vscode.Uri.joinPath(place, `${resultName(kept)}.parquet`);
  const bytes = await writeResult(services, { kept, view }, 'parquet', file);
  if (bytes !== undefined) await vscode.commands.executeCommand(command, file);
}

function folderOf({ context }: ExportServices): vscode.Uri {
  if (folder) return folder;
  const own = vscode.Uri.joinPath(context.globalStorageUri, 'opened', crypto.randomUUID());
  folder = own;
  context.subscriptions.push({
    dispose: () => {
      folder = undefined;
      // At once: the window doesn't wait for more.
      rmSync(own.fsPath, { recursive: true, force: true });
    },
  });
  return own;
}

async function offerExtension(): Promise<void> {
  const show = 'Show Extension';
  const text = 'The extension Data Wrangler is not installed.';
  if ((await vscode.window.showInformationMessage(text, show)) !== show) return;
  await vscode.commands.executeCommand('extension.open', dataWranglerId);
}
