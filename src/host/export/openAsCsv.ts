import * as vscode from 'vscode';
import type { KeptResult, ResultView } from '../notebook/results/keptResult.ts';
import { exportResult } from './exportResult.ts';
import type { ExportServices } from './exportServices.ts';
import { collect, formatBytes, withPieces } from './writeResult.ts';

/** Bytes of text that an editor is given. */
const mostInEditor = 20_000_000;

/** Opens rows as CSV in an editor of their own; offers a file where they are too many. @param view the whole result where it is undefined */
export async function openAsCsv(
  services: ExportServices,
  kept: KeptResult,
  view?: ResultView,
): Promise<void> {
  const rows = { kept, view };
  const opened = await withPieces(services, rows, 'csv', 'Opening as CSV', async (pieces, signal) => {
    const bytes = await collect(pieces, mostInEditor, signal);
    if (bytes === undefined) return false;
    // Without a byte order mark: that is for files.
    const content = new TextDecoder().decode(bytes);
    const language = (await vscode.languages.getLanguages()).includes('csv') ? 'csv' : 'plaintext';
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
    return true;
  });
  if (opened === false) void offerFile(services, kept, view);
}

async function offerFile(
  services: ExportServices,
  kept: KeptResult,
  view: ResultView | undefined,
): Promise<void> {
  const yes = 'Export…';
  const text = `As CSV the rows have more than ${formatBytes(mostInEditor)}, too much for an editor.`;
  if ((await vscode.window.showInformationMessage(text, yes)) === yes)
    await exportResult(services, kept, { view });
}
