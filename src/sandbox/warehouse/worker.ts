import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { SqlError } from './contract.ts';
import { Database } from './database.ts';
import { createManyTables } from './manyTables.ts';
import { dropMaskedViews } from './security/maskedViews.ts';
import { runScript, runStatement } from './session.ts';
import { unpackSnapshot } from './snapshotFile.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './messages.ts';

/** Bytes in one message: the main thread reads them without being held up. */
const bytesPerMessage = 256 * 1024;
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
// A statement that took its instance with it left its person's views behind.
dropMaskedViews(database);

const reply = (message: WorkerReply): void => port.postMessage(message);

port.on('message', (request: WorkerRequest) => {
  let pending: Uint8Array[] = [];
  let bytes = 0;
  const send = (): void => {
    const messages = new Uint8Array(bytes);
    let at = 0;
    for (const part of pending) {
      messages.set(part, at);
      at += part.length;
    }
    if (bytes > 0) port.postMessage({ kind: 'rows', messages } satisfies WorkerReply, [messages.buffer]);
    pending = [];
    bytes = 0;
  };
  const tired = (): boolean => database.memory > tiredAbove;
  try {
    if (request.kind !== 'statement') {
      if (request.kind === 'script') runScript(database, request.script);
      else createManyTables(database, request.count);
      reply({ kind: 'done', columns: [], hasResultSet: false, rowCount: -1, tired: tired() });
      return;
    }
    const result = runStatement(database, request, (messages) => {
      // slice() of a Buffer would be a view of the memory that changes.
      pending.push(new Uint8Array(messages));
      bytes += messages.length;
      if (bytes >= bytesPerMessage) send();
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
