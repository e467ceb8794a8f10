import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { SqlError } from './contract.ts';
import { Database } from './database.ts';
import { runScript, runStatement } from './session.ts';
import { unpackSnapshot } from './snapshotFile.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './messages.ts';

/** Rows in one message: the main thread takes them in without being held up. */
const rowsPerMessage = 2000;
/** WebAssembly memory never shrinks, so above this the instance is replaced. */
const tiredAbove = 768 * 1024 * 1024;

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread');
const start = workerData as WorkerStart;

const files = readFileSync(new URL(start.filesUrl));
if (!existsSync(path.join(start.dataFolder, 'PG_VERSION'))) {
  unpackSnapshot(readFileSync(new URL(start.snapshotUrl)), start.dataFolder);
}
const program = {
  wasm: start.wasm,
  files: files.buffer.slice(files.byteOffset, files.byteOffset + files.byteLength) as ArrayBuffer,
};
const database = await Database.open(program, start.dataFolder, start.database);

const reply = (message: WorkerReply): void => port.postMessage(message);

port.on('message', (request: WorkerRequest) => {
  if (request.kind === 'close') {
    void database.close().finally(() => {
      reply({ kind: 'closed' });
      port.close();
    });
    return;
  }
  let rows: (string | null)[][] = [];
  const send = (): void => {
    if (rows.length > 0) reply({ kind: 'rows', rows });
    rows = [];
  };
  const tired = (): boolean => database.memory > tiredAbove;
  try {
    if (request.kind === 'script') {
      runScript(database, request.script);
      reply({ kind: 'done', columns: [], hasResultSet: false, rowCount: -1, tired: tired() });
      return;
    }
    const result = runStatement(database, request, (row) => {
      rows.push(row);
      if (rows.length >= rowsPerMessage) send();
    });
    send();
    reply({ kind: 'done', ...result, tired: tired() });
  } catch (error) {
    // Anything else means that the instance can't be trusted any more: the thread ends, and a new one takes over.
    if (!(error instanceof SqlError)) throw error;
    const { message, sqlState, position } = error;
    reply({ kind: 'failed', message, sqlState, position, tired: tired() });
  }
});
reply({ kind: 'ready' });
