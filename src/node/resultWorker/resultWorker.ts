import { Worker } from 'node:worker_threads';
import { Cancelled, RedshiftIdentityError, safeCause } from '../../core/errors.ts';
import { Pacer } from '../../core/redshift/results/page/pacer.ts';
import type { ResultWork, WorkRows } from '../../core/redshift/results/view/contract.ts';
import { columnsOfTask, type WorkTask } from '../../core/redshift/results/view/workTask.ts';
import type { WorkAnswer, WorkMessage } from './workMessages.ts';

/** What each kind of task gives. */
type Outcomes = { [Kind in WorkTask['kind']]: Awaited<ReturnType<ResultWork[Kind]>> };

export interface ResultWorkerOptions {
  /** Milliseconds without work after which the thread ends; a minute where absent. */
  readonly idleAfter?: number;
}

/**
 * Does work on whole results in a thread that starts with the first task, one task after the other. The columns that
 * a task reads are copied there. What is cancelled ends with its thread.
 */
export class ResultWorker implements ResultWork {
  readonly #program: URL;
  readonly #idleAfter: number;
  /** Of each task that is waited for. */
  readonly #stops = new Set<AbortController>();
  #isDisposed = false;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** Settles when the task that was asked for last has ended. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param program the bundled worker: `dist/resultWorker.js` */
  constructor(program: URL, { idleAfter = 60_000 }: ResultWorkerOptions = {}) {
    this.#program = program;
    this.#idleAfter = idleAfter;
  }

  /** Whether there is a thread. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  order(...[rows, spec, textOrder, signal]: Parameters<ResultWork['order']>) {
    return this.#run({ ...rows, order: undefined }, { kind: 'order', spec, textOrder }, signal);
  }

  find(...[rows, search, signal]: Parameters<ResultWork['find']>) {
    return this.#run(rows, { kind: 'find', search }, signal);
  }

  aggregate(...[rows, blocks, signal]: Parameters<ResultWork['aggregate']>) {
    return this.#run(rows, { kind: 'aggregate', blocks }, signal);
  }

  profile(...[rows, column, signal]: Parameters<ResultWork['profile']>) {
    return this.#run(rows, { kind: 'profile', column }, signal);
  }

  chart(...[rows, choice, signal]: Parameters<ResultWork['chart']>) {
    return this.#run(rows, { kind: 'chart', choice }, signal);
  }

  /** Ends the thread; whoever waits for it gets a Cancelled. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    for (const stop of this.#stops) stop.abort();
    await this.#stop();
  }

  async #run<Task extends WorkTask>(
    rows: WorkRows,
    task: Task,
    signal: AbortSignal | undefined,
  ): Promise<Outcomes[Task['kind']]> {
    if (this.#isDisposed || signal?.aborted) throw new Cancelled();
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    signal?.addEventListener('abort', abort);
    this.#stops.add(stop);
    clearTimeout(this.#idle);
    const cancelled = cancelledBy(stop.signal);
    const outcome = this.#last.then(() => {
      stop.signal.throwIfAborted();
      return this.#work(rows, task, stop.signal, cancelled);
    });
    this.#last = outcome.then(
      () => this.#rest(stop),
      () => this.#rest(stop),
    );
    try {
      return (await Promise.race([outcome, cancelled])) as Outcomes[Task['kind']];
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** The thread keeps no process alive while it has nothing to do, and ends after a while. */
  #rest(ended: AbortController): void {
    this.#stops.delete(ended);
    if (this.#stops.size > 0 || this.#worker === undefined) return;
    this.#worker.unref();
    this.#idle = setTimeout(() => void this.#stop(), this.#idleAfter).unref();
  }

  async #stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    clearTimeout(this.#idle);
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#program, { execArgv: [], name: 'result worker' });
    // Whoever waits for it hears of it, too; without anybody it would be everybody's error.
    worker.on('error', () => {});
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }

  async #work(
    rows: WorkRows,
    task: WorkTask,
    stop: AbortSignal,
    cancelled: Promise<never>,
  ): Promise<unknown> {
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    const answer = new Answer(worker);
    let isAnswered = false;
    try {
      const sent = send(worker, rows, task, () => stop.aborted || answer.isOver);
      // A thread that ends takes no more pages.
      await Promise.race([sent, answer.failure, cancelled]);
      const received = await Promise.race([answer.message, answer.failure, cancelled]);
      isAnswered = true;
      return outcomeOf(received);
    } finally {
      answer.release();
      // Nobody wants what it is doing, or it has ended, or it was sent only a part.
      if (!isAnswered) await this.#stop();
    }
  }
}

/** Rejects when the signal aborts; nobody need wait for it. */
function cancelledBy(signal: AbortSignal): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Cancelled()), { once: true });
  });
  promise.catch(() => {});
  return promise;
}

/** Copies the columns that the task reads, page by page, and leaves others their turn. */
async function send(worker: Worker, rows: WorkRows, task: WorkTask, isOver: () => boolean): Promise<void> {
  const post = (message: WorkMessage): void => worker.postMessage(message);
  const { columns, pages, order } = rows;
  const indexes = columnsOfTask(task, columns);
  const pacer = new Pacer();
  for (const page of pages) {
    const read = indexes.flatMap((index) => {
      const column = page.columns[index];
      return column === undefined ? [] : [{ index, packed: column.packed() }];
    });
    post({ kind: 'page', rowCount: page.rowCount, columns: read });
    await pacer.pause();
    if (isOver()) return;
  }
  post({ kind: 'task', task, columns, order: task.kind === 'order' ? undefined : order });
}

/** The answer to one task. */
class Answer {
  readonly message: Promise<WorkAnswer>;
  /** Rejects with a RedshiftIdentityError where the thread ends instead. */
  readonly failure: Promise<never>;
  isOver = false;
  readonly release: () => void;

  constructor(worker: Worker) {
    let [resolve, reject]: [(answer: WorkAnswer) => void, (error: unknown) => void] = [noop, noop];
    this.message = new Promise((settle) => (resolve = settle));
    this.failure = new Promise((_, settle) => (reject = settle));
    this.failure.catch(noop);
    const fail = (cause?: unknown): void => {
      this.isOver = true;
      reject(threadEnded(cause));
    };
    const exited = (): void => fail();
    worker.on('message', resolve).on('error', fail).on('exit', exited);
    this.release = () => {
      this.isOver = true;
      worker.off('message', resolve).off('error', fail).off('exit', exited);
    };
  }
}

function noop(): void {}

function threadEnded(cause: unknown): RedshiftIdentityError {
  return new RedshiftIdentityError('The work on the rows ended before it was done.', {
    code: 'ResultWorkerEnded',
    remedy: 'Try again. Where it stays, let the statement return fewer rows: they may not fit into memory.',
    ...(cause !== undefined && { cause: safeCause(cause) }),
  });
}

function outcomeOf(answer: WorkAnswer): unknown {
  if (answer.kind === 'done') return answer.outcome;
  if (answer.kind === 'refused') {
    const { message, code, remedy } = answer;
    throw new RedshiftIdentityError(message, { code, remedy });
  }
  const { name, message, stack } = answer;
  throw safeCause(Object.assign(new Error(message), { name, stack }));
}
