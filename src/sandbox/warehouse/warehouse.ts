import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { sites } from '../directory.ts';
import { SqlCancelled, SqlError } from './contract.ts';
import { MessageRows } from './resultRows.ts';
import { HeldSessions } from './sessions/heldSessions.ts';
import { snapshotUrl } from './snapshotLocation.ts';
import type {
  DatabaseUser,
  StatementOutcome,
  StatementRequest,
  Warehouse,
  WarehouseColumn,
  WarehouseSession,
} from './contract.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './messages.ts';

/** Bytes of a result that the sandbox holds; Redshift's Data API has a limit too. */
const largestResult = 256 * 1024 * 1024;

/** Seconds after which a statement has kept the others waiting for too long. */
const longestRun = 600;

/** Compiled once for all warehouses and for every worker that follows another. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** Folders that a process which ends without close() leaves to be removed. */
const folders = new Set<string>();
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/**
 * Starts the warehouse of a Region's workgroup, or of one of its clusters, from its snapshot.
 * @param options.cluster identifier of a provisioned cluster; the workgroup's warehouse if not given
 * @param options.assets folder with the worker, PGlite's files and the snapshots
 * @param options.longestRun seconds that a statement may run, 600 if not given
 * @param options.dataFolder folder in which the warehouse makes one of its own; the system's temporary folder if not given
 */
export async function openWarehouse(options: {
  region: string;
  cluster?: string;
  assets: URL;
  dataFolder?: string;
  longestRun?: number;
}): Promise<Warehouse> {
  const site = sites.find(({ region }) => region === options.region);
  const place =
    options.cluster === undefined
      ? site
      : site?.clusters.find(({ identifier }) => identifier === options.cluster);
  if (!place) throw new Error(`the sandbox has no warehouse ${options.cluster ?? ''} in ${options.region}`);
  const wasmUrl = new URL('pglite.wasm', options.assets);
  let wasm = compiled.get(wasmUrl.href);
  if (!wasm) {
    wasm = readFile(wasmUrl).then((bytes) => WebAssembly.compile(bytes));
    compiled.set(wasmUrl.href, wasm);
  }
  const start: WarehouseStart = {
    wasm: await wasm,
    filesUrl: new URL('pglite.data', options.assets).href,
    snapshotUrl: snapshotUrl(options.assets, options.region, options.cluster).href,
    database: place.database,
  };
  const parent = options.dataFolder ?? tmpdir();
  const dataFolder = mkdtempSync(path.join(parent, `redshift-warehouse-${options.region}-`));
  folders.add(dataFolder);
  const warehouse = new WorkerWarehouse(
    new URL('warehouseWorker.js', options.assets),
    { ...start, dataFolder },
    options.longestRun ?? longestRun,
  );
  try {
    await warehouse.open();
  } catch (error) {
    await warehouse.close();
    throw error;
  }
  return warehouse;
}

/** What every worker of a warehouse is started with. */
type WarehouseStart = Omit<WorkerStart, 'dataFolder' | 'sessions' | 'changes'>;

/** A statement or script that waits or runs. */
interface Job {
  request: WorkerRequest;
  rows: MessageRows;
  timer: NodeJS.Timeout | undefined;
  /** It can have changed the warehouse when its worker is gone. */
  changes: boolean;
  onStarted: (() => void) | undefined;
  settle(outcome: StatementOutcome | Error): void;
}

class WorkerWarehouse implements Warehouse {
  readonly #program: URL;
  readonly #start: WarehouseStart & { dataFolder: string };
  readonly #longestRun: number;
  readonly #sessions = new HeldSessions();
  #waiting: Job[] = [];
  #running: Job | undefined;
  #worker: Worker | undefined;
  /** Set while a worker is on its way up or down. */
  #changing: Promise<void> | undefined;
  #closed = false;

  constructor(program: URL, start: WarehouseStart & { dataFolder: string }, longestRun: number) {
    this.#program = program;
    this.#start = start;
    this.#longestRun = longestRun;
  }

  async open(): Promise<void> {
    await this.#change(() => this.#startWorker());
    this.#next();
  }

  async run(request: StatementRequest): Promise<StatementOutcome> {
    const { user, sql, database = '', parameters = [], signal, onStarted } = request;
    return this.#queue({ kind: 'statement', user, sql, database, parameters }, onStarted, signal);
  }

  async runAsAdministrator(script: string): Promise<void> {
    await this.#queue({ kind: 'script', script }, undefined, undefined);
  }

  async createManyTables(count: number): Promise<void> {
    await this.#queue({ kind: 'manyTables', count }, undefined, undefined);
  }

  openSession(user: DatabaseUser, database = ''): WarehouseSession {
    return this.#sessions.open(user, database, (request, onStarted, signal) =>
      this.#queue(request, onStarted, signal),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    const gone = new SqlError('ERROR: the warehouse was shut down', '57P01');
    for (const job of this.#waiting.splice(0)) job.settle(gone);
    this.#running?.settle(gone);
    this.#running = undefined;
    await this.#changing?.catch(() => undefined);
    await this.#worker?.terminate();
    this.#worker = undefined;
    rmSync(this.#start.dataFolder, { recursive: true, force: true });
    folders.delete(this.#start.dataFolder);
  }

  #queue(
    request: WorkerRequest,
    onStarted: (() => void) | undefined,
    signal: AbortSignal | undefined,
  ): Promise<StatementOutcome> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new SqlError('ERROR: the warehouse was shut down', '57P01'));
      if (signal?.aborted) return reject(new SqlCancelled('the statement was cancelled'));
      const job: Job = {
        request,
        rows: new MessageRows(),
        timer: undefined,
        changes: false,
        onStarted,
        settle: (outcome) => {
          clearTimeout(job.timer);
          signal?.removeEventListener('abort', abort);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      };
      const abort = (): void => this.#abandon(job, new SqlCancelled('the statement was cancelled'));
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(job);
      this.#next();
    });
  }

  /** Ends a job before its time. One backend can't be interrupted, so a running one takes its worker along. */
  #abandon(job: Job, reason: Error): void {
    this.#waiting = this.#waiting.filter((other) => other !== job);
    if (this.#running === job) {
      this.#running = undefined;
      this.#sessions.onLost(job.request, job.changes);
      this.#restart();
    }
    job.settle(reason);
  }

  #next(): void {
    if (this.#running || this.#changing || this.#closed) return;
    const job = this.#waiting[0];
    if (!job) return;
    // An earlier attempt to reopen failed: this statement is told if it does again.
    if (!this.#worker) {
      this.open().catch((error: unknown) => {
        this.#abandon(job, new SqlError(`ERROR: the warehouse does not start: ${String(error)}`, '57P03'));
        this.#next();
      });
      return;
    }
    this.#waiting.shift();
    this.#running = job;
    this.#limit(job, this.#longestRun * 1000, `the statement ran for more than ${this.#longestRun} seconds`);
    job.onStarted?.();
    this.#worker.postMessage(job.request);
  }

  /** @param milliseconds of it, no longer than the limit before */
  #limit(job: Job, milliseconds: number, message: string): void {
    if (milliseconds > this.#longestRun * 1000) return;
    clearTimeout(job.timer);
    const late = new SqlError(`ERROR: ${message}`, '57014');
    job.timer = setTimeout(() => this.#abandon(job, late), milliseconds);
  }

  #restart(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    const next = (): void => this.#next();
    // Where it fails, the next statement tries again and is told what is wrong.
    this.#change(async () => {
      await worker?.terminate();
      if (!this.#closed) await this.#startWorker();
    }).then(next, next);
  }

  /** Statements wait until a worker that goes or comes has done so. */
  #change(work: () => Promise<void>): Promise<void> {
    this.#changing = work().finally(() => (this.#changing = undefined));
    return this.#changing;
  }

  async #startWorker(): Promise<void> {
    const worker = new Worker(this.#program, {
      workerData: { ...this.#start, ...this.#sessions.forWorker } satisfies WorkerStart,
      stdout: true,
      stderr: true,
      // PostgreSQL has to meet its own limit before it meets the thread's.
      resourceLimits: { stackSizeMb: 32 },
    });
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (reply: WorkerReply) => {
        if (reply.kind === 'ready') resolve();
        else if (worker === this.#worker) this.#receive(reply);
      });
      // An 'error' is followed by 'exit', but without a listener it would end the process.
      worker.on('error', reject);
      worker.on('exit', (code) => {
        reject(new Error(`the warehouse's worker ended with ${code}`));
        if (worker === this.#worker) this.#lost();
      });
    });
    this.#worker = worker;
  }

  /** The worker died by itself. */
  #lost(): void {
    const job = this.#running;
    this.#running = undefined;
    this.#sessions.onLost(job?.request, job?.changes ?? false);
    this.#restart();
    job?.settle(new SqlError('ERROR: the statement ended the warehouse, which starts again', '57P02'));
  }

  #receive(reply: WorkerReply): void {
    if (reply.kind === 'session') return this.#sessions.onState(reply.id, reply.state);
    const job = this.#running;
    if (!job) return;
    if (reply.kind === 'running') {
      job.changes = reply.changes;
      if (reply.timeout > 0) this.#limit(job, reply.timeout, 'canceling statement due to statement timeout');
      return;
    }
    if (reply.kind === 'rows') {
      job.rows.append(reply.messages);
      if (job.rows.heldBytes > largestResult) {
        this.#abandon(job, new SqlError('ERROR: the result is larger than the sandbox can hold', '54000'));
      }
      return;
    }
    if (reply.kind !== 'done' && reply.kind !== 'failed') return;
    this.#running = undefined;
    this.#sessions.onStanding(reply.standing);
    if (reply.tired) this.#restart();
    if (reply.kind === 'failed') job.settle(new SqlError(reply.message, reply.sqlState, reply.position));
    else {
      const {
        columns,
        hasResultSet,
        rowCount,
      }: { columns: readonly WarehouseColumn[]; hasResultSet: boolean; rowCount: number } = reply;
      job.settle({ columns, rows: job.rows, hasResultSet, rowCount });
    }
    this.#next();
  }
}
