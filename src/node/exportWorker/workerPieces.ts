import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Cancelled, RedshiftIdentityError } from '../../core/errors.ts';
import type { ExportOptions, ExportRows, FilePieces } from '../../core/redshift/export/contract.ts';
import type { ExportTask, FromWorker, PackedPage, ToWorker, WorkerFormat } from './messages.ts';

/**
 * The pieces of a file that another thread writes, one page and one piece at a time.
 * @param program the worker's file
 * @throws RedshiftIdentityError where a value does not fit; what `rows` throws; Cancelled
 */
export async function* workerPieces(
  program: string | URL,
  format: WorkerFormat,
  rows: ExportRows,
  options: ExportOptions,
  signal?: AbortSignal,
): FilePieces {
  if (signal?.aborted) throw new Cancelled();
  const worker = new Worker(program, {
    workerData: { format, columns: rows.columns, options } satisfies ExportTask,
  });
  const pages = rows.pages()[Symbol.asyncIterator]();
  const answer = (message: ToWorker): void => worker.postMessage(message);
  try {
    const messages = on(worker, 'message', { close: ['exit'], ...(signal && { signal }) });
    for await (const [message] of messages as AsyncIterable<[FromWorker]>) {
      switch (message.kind) {
        case 'nextPage': {
          const { done, value } = await pages.next();
          answer({ kind: 'page', page: done ? undefined : packedPage(value) });
          break;
        }
        case 'piece':
          yield message.bytes;
          answer({ kind: 'taken' });
          break;
        case 'refused':
          throw new RedshiftIdentityError(message.message, message);
        case 'done':
          return;
      }
    }
    throw new Error(`The thread that writes ${format} ended too early.`);
  } catch (error) {
    throw signal?.aborted ? new Cancelled() : error;
  } finally {
    await worker.terminate();
    await pages.return?.();
  }
}

function packedPage(page: {
  columns: readonly { packed(): PackedPage['columns'][number] }[];
  rowCount: number;
}) {
  return { columns: page.columns.map((column) => column.packed()), rowCount: page.rowCount };
}
