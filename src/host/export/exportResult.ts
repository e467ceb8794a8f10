import * as vscode from 'vscode';
import type { ExportFormat } from '../../core/redshift/export/contract.ts';
import { formatCount, formatRowCount } from '../../core/redshift/results/resultSummary.ts';
import { plainLabel } from '../plainLabel.ts';
import type { KeptResult, ResultView } from '../notebook/results/keptResult.ts';
import { exportFormats, type FormatWords } from './exportFormats.ts';
import { rowCountOf, type ExportedRows } from './exportedRows.ts';
import type { ExportServices } from './exportServices.ts';
import { askTarget, lastSegment } from './exportTarget.ts';
import { canUnloadResult, unloadResult } from './unloadCell.ts';
import { formatBytes, writeResult } from './writeResult.ts';

/** Bytes above which S3 is offered too. */
const largeResult = 100_000_000;
const lastFormat = 'export.format';

/**
 * Asks for format, rows and place, and writes the file; or writes UNLOAD into a new cell.
 * @param shown the view that the grid shows; undefined for the whole result; absent where nobody said
 * @throws RedshiftIdentityError where the file can't be written; StatementError where rows can't be read
 */
export async function exportResult(
  services: ExportServices,
  kept: KeptResult,
  shown?: { readonly view: ResultView | undefined },
): Promise<void> {
  const words = await pickFormat(services, kept);
  if (words === undefined) return;
  if (words === 'unload') return unloadResult(kept);
  const rows = await pickRows(kept, shown ? shown.view : lastView(kept));
  if (rows === undefined) return;
  const target = await askTarget(kept, words);
  if (target === undefined) return;
  const bytes = await writeResult(services, rows, words.format, target);
  if (bytes !== undefined) void tellWritten(target, words.format, rowCountOf(rows), bytes);
}

async function pickFormat(
  { context }: ExportServices,
  kept: KeptResult,
): Promise<FormatWords | 'unload' | undefined> {
  const last = context.globalState.get<string>(lastFormat);
  const formats = [...exportFormats].sort((a, b) => Number(b.format === last) - Number(a.format === last));
  const isLarge = Math.max(kept.bytes ?? 0, kept.source.byteLength) > largeResult;
  const items: (vscode.QuickPickItem & { readonly words: FormatWords | 'unload' })[] = formats.map(
    (words) => ({
      label: words.label,
      description: words.description,
      words,
    }),
  );
  if (isLarge && canUnloadResult(kept)) {
    items.push({
      label: 'Unload to S3…',
      description: 'a new cell with UNLOAD; Redshift writes Parquet files, nothing comes here',
      words: 'unload',
    });
  }
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Export Result',
    placeHolder: `${formatRowCount(kept.source.totalRows)} × ${formatCount(kept.source.columns.length)} columns`,
  });
  if (picked !== undefined && picked.words !== 'unload') {
    await context.globalState.update(lastFormat, picked.words.format);
  }
  return picked?.words;
}

/** Which rows, where a view shows others than the result has. */
async function pickRows(kept: KeptResult, view: ResultView | undefined): Promise<ExportedRows | undefined> {
  if (!view) return { kept, view: undefined };
  const items = [
    { label: 'As sorted and filtered', description: formatRowCount(view.rows.order.length), view },
    { label: 'The whole result', description: formatRowCount(kept.source.totalRows), view: undefined },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Export Result: which rows?' });
  return picked && { kept, view: picked.view };
}

/** The view that was looked at last. */
function lastView({ views }: KeptResult): ResultView | undefined {
  return [...views.values()].at(-1);
}

async function tellWritten(
  target: vscode.Uri,
  format: ExportFormat,
  rows: number,
  bytes: number,
): Promise<void> {
  const open = 'Open';
  const reveal = 'Reveal';
  const isFile = target.scheme === 'file';
  const name = plainLabel(lastSegment(target));
  const picked = await vscode.window.showInformationMessage(
    `Exported ${formatRowCount(rows)} (${formatBytes(bytes)}) to ${name}.`,
    open,
    ...(isFile ? [reveal] : []),
  );
  if (picked === reveal) await vscode.commands.executeCommand('revealFileInOS', target);
  else if (picked !== open) return;
  // No editor of VS Code's own reads a workbook.
  else if (format === 'xlsx' && isFile) await vscode.env.openExternal(target);
  else await vscode.commands.executeCommand('vscode.open', target);
}
