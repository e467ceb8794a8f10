// The thread that writes the formats whose writers work in long pieces.
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { describeError } from '../../core/errors.ts';
import type { ExportRows, FilePieces } from '../../core/redshift/export/contract.ts';
import { unpackColumn } from '../../core/redshift/results/page/column.ts';
import { TypedRows } from '../../core/redshift/results/page/typedRows.ts';
import type { ExportTask, FromWorker, ToWorker } from './messages.ts';

if (parentPort === null) throw new Error('This runs as a worker thread only.');
const port = parentPort;
const { format, columns, options } = workerData as ExportTask;

async function ask(message: FromWorker, transfer: readonly ArrayBuffer[] = []): Promise<ToWorker> {
  const answer = once(port, 'message');
  port.postMessage(message, [...transfer]);
  const [taken] = (await answer) as [ToWorker];
  return taken;
}

const rows: ExportRows = {
  columns,
  pages: async function* () {
    for (;;) {
      const answer = await ask({ kind: 'nextPage' });
      if (answer.kind !== 'page' || answer.page === undefined) return;
      yield new TypedRows(answer.page.columns.map(unpackColumn), answer.page.rowCount);
    }
  },
};

async function pieces(): Promise<FilePieces> {
  if (format === 'parquet')
    return (await import('../../core/redshift/export/parquetPieces.ts')).parquetPieces(rows);
  return (await import('../export/excelPieces.ts')).excelPieces(rows, options);
}

try {
  for await (const piece of await pieces()) {
    // A copy: the piece may be a part of a larger buffer that is still written to.
    const bytes = new Uint8Array(piece);
    await ask({ kind: 'piece', bytes }, [bytes.buffer]);
  }
  port.postMessage({ kind: 'done' } satisfies FromWorker);
} catch (error) {
  const { expected, message, code, remedy } = describeError(error);
  // What is nobody's fault but ours goes on as what it is.
  if (!expected) throw error;
  port.postMessage({ kind: 'refused', message, code, ...(remedy && { remedy }) } satisfies FromWorker);
}
port.close();
