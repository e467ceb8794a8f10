import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { SqlError } from './contract.ts';
import { Database } from './database.ts';
import { createManyTables } from './manyTables.ts';
import { dropMaskedViews } from './security/maskedViews.ts';
import { nothing } from './execution.ts';
import { runScript, runStatement } from './session.ts';
import { Sessions } from './sessions/sessions.ts';
import { dropTemporaryTables } from './sessions/temporaryTables.ts';
import { unpackSnapshot } from './snapshotFile.ts';
import type { OnRows, StatementResult } from './execution.ts';
import type { SessionStanding, WorkerReply, WorkerRequest, WorkerStart } from './messages.ts';

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
dropTemporaryTables(database, new Set(start.sessions.map(({ id }) => id)));

const reply = (message: WorkerReply): void => port.postMessage(message);
const sessions = new Sessions(
  database,
  { states: start.sessions, changes: start.changes },
  {
    onState: (id, state) => reply({ kind: 'session', id, state }),
    onRunning: (statement) => reply({ kind: 'running', ...statement }),
  },
);

function run(request: WorkerRequest, onRows: OnRows): StatementResult {
  if (request.kind === 'sessionStatement') return sessions.run(request.session, request, onRows);
  if (request.kind === 'sessionAction') {
    sessions.act(request.session, request.action);
    return nothing;
  }
  sessions.setAside();
  if (request.kind === 'statement') {
    const before = (effect: string): void =>
      reply({ kind: 'running', changes: effect === 'changes', timeout: 0 });
    const result = runStatement(database, request, request, { onRows, before });
    if (result.wrote && result.effect === 'changes') sessions.changed();
    return result;
  }
  reply({ kind: 'running', changes: true, timeout: 0 });
  // What fails half-way has changed something as well.
  sessions.changed();
  if (request.kind === 'script') runScript(database, request.script);
  else createManyTables(database, request.count);
  return nothing;
}

/** Whether this instance is to be replaced, and how the sessions stand, which is not to be lost with it. */
function ending(): { tired: boolean; standing: SessionStanding } {
  const tired = database.memory > tiredAbove;
  if (tired) sessions.setAside();
  return { tired, standing: { changes: sessions.changes, open: sessions.open } };
}

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
  try {
    const { columns, hasResultSet, rowCount } = run(request, (messages) => {
      // slice() of a Buffer would be a view of the memory that changes.
      pending.push(new Uint8Array(messages));
      bytes += messages.length;
      if (bytes >= bytesPerMessage) send();
    });
    send();
    reply({ kind: 'done', columns, hasResultSet, rowCount, ...ending() });
  } catch (error) {
    // Anything else means that the instance can't be trusted any more: the thread ends, and a new one takes over.
    if (!(error instanceof SqlError)) throw error;
    const { message, sqlState, position } = error;
    reply({ kind: 'failed', message, sqlState, position, ...ending() });
  }
});
reply({ kind: 'ready' });
