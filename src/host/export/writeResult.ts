import * as vscode from 'vscode';
import { Cancelled, RedshiftIdentityError } from '../../core/errors.ts';
import type { ExportFormat, FilePieces } from '../../core/redshift/export/contract.ts';
import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import { plainLabel } from '../plainLabel.ts';
import { exportFailure, readRows, rowCountOf, type ExportedRows } from './exportedRows.ts';
import { exportOptions } from './exportOptions.ts';
import type { ExportServices } from './exportServices.ts';
import { lastSegment } from './exportTarget.ts';

/** Bytes that a file may have where it can be written only as a whole. */
const mostAtOnce = 100_000_000;
/** Milliseconds between two words on how far it is. */
const betweenReports = 200;

/**
 * Writes rows to a file, and shows how far it is.
 * @returns bytes written; undefined where the person cancelled
 */
export async function writeResult(
  services: ExportServices,
  rows: ExportedRows,
  format: ExportFormat,
  target: vscode.Uri,
): Promise<number | undefined> {
  return withPieces(
    services,
    rows,
    format,
    `Exporting to ${plainLabel(lastSegment(target))}`,
    (pieces, signal) => writePieces(services, target, pieces, signal),
  );
}

/**
 * Lends work the pieces of a file, shows how far it is, and lets the person cancel it.
 * @returns what the work gave; undefined where the person cancelled
 */
export async function withPieces<T>(
  { context }: Pick<ExportServices, 'context'>,
  rows: ExportedRows,
  format: ExportFormat,
  title: string,
  work: (pieces: FilePieces, signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const { filePieces } = await import('../../node/export/filePieces.ts');
  const worker = vscode.Uri.joinPath(context.extensionUri, 'dist', 'exportWorker.js').fsPath;
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    const signal = AbortSignal.any([cancel.signal, rows.kept.gone]);
    const read = readRows(rows, signal, reporter(progress, rowCountOf(rows)));
    try {
      return await work(await filePieces(format, read, exportOptions(), worker, signal), signal);
    } catch (error) {
      const failure = exportFailure(error, rows, cancel.signal);
      if (failure instanceof Cancelled) return undefined;
      throw failure;
    }
  });
}

/** `31 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  const megabytes = bytes / 1_000_000;
  return `${megabytes < 10 ? megabytes.toFixed(1) : formatCount(Math.round(megabytes))} MB`;
}

function reporter(
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  total: number,
): (done: number) => void {
  let toldAt = 0;
  let told = 0;
  return (done) => {
    if (Date.now() - toldAt < betweenReports) return;
    toldAt = Date.now();
    const increment = total > 0 ? ((done - told) / total) * 100 : 0;
    told = done;
    progress.report({ message: `${formatCount(done)} of ${formatCount(total)} rows`, increment });
  };
}

/** A window that closes leaves no half file behind. */
let removesUnfinished = false;

async function writePieces(
  { context }: Pick<ExportServices, 'context'>,
  target: vscode.Uri,
  pieces: FilePieces,
  signal: AbortSignal,
): Promise<number> {
  if (target.scheme === 'file') {
    const { exportFile, removeUnfinished } = await import('../../node/export/exportFile.ts');
    if (!removesUnfinished) context.subscriptions.push({ dispose: removeUnfinished });
    removesUnfinished = true;
    return exportFile(target.fsPath, pieces, signal);
  }
  const whole = await collect(pieces, mostAtOnce, signal);
  if (whole === undefined) {
    throw new RedshiftIdentityError(
      `The file would have more than ${formatBytes(mostAtOnce)}, and ${target.scheme}: takes files only as a whole.`,
      { code: 'ExportTooLarge', remedy: 'Export to a folder of this computer, or as Parquet.' },
    );
  }
  await vscode.workspace.fs.writeFile(target, whole);
  return whole.length;
}

/** All pieces as one; undefined where they are more than `most` bytes. @throws Cancelled */
export async function collect(
  pieces: FilePieces,
  most: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    if (signal.aborted) throw new Cancelled();
    all.push(piece);
    length += piece.length;
    if (length > most) return undefined;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of all) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
