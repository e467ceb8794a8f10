import { mostWindowCells } from '../../protocol/gridMessages.ts';
import { CallRefused } from '../callRefused.ts';
import type { ResultCalls } from './contract.ts';
import { chunkRows, RowCache } from './rowCache.ts';
import type { Trouble } from './trouble.ts';

/** Milliseconds in which a place that is passed by quickly is not asked for. */
const hurry = 40;
/** Milliseconds until what was refused is asked for again; twice as long each time. */
const firstPause = 2_000;
const longestPause = 60_000;
const mostAtOnce = 2;
const tooFew = 'Fewer rows came than the result has. Run the cell again.';

/** What of the rows is in sight. */
export interface Sight {
  readonly from: number;
  /** Not included. */
  readonly to: number;
  readonly columns: readonly number[];
  /** Columns beside those, which may be in sight soon. */
  readonly near: readonly number[];
}

export interface RowWindowsStart {
  readonly viewId: string;
  readonly rowCount: number;
  /** The first rows, where they are known; they may have fewer columns. */
  readonly preview: readonly (readonly (string | null)[])[];
  /** Absent where nobody answers. */
  readonly calls?: ResultCalls | undefined;
  /** Values came. */
  onValues(): void;
  /** They don't come; undefined when they do again. */
  onTrouble(trouble: Trouble | undefined): void;
  /** Milliseconds since any moment. */
  readonly now?: () => number;
}

interface Task {
  readonly chunk: number;
  readonly columns: readonly number[];
}

/** The values of one view, asked for where somebody looks. */
export class RowWindows {
  readonly #start: RowWindowsStart;
  readonly #now: () => number;
  readonly #cache = new RowCache();
  readonly #asked = new Map<number, Task & { readonly stop: AbortController }>();
  #sight: Sight | undefined;
  #lastAsk = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = firstPause;
  #isRefused = false;
  #isOver = false;

  constructor(start: RowWindowsStart) {
    this.#start = start;
    const { preview, now = () => performance.now() } = start;
    this.#now = now;
    const columns = (preview[0] ?? []).map((_, column) => column);
    for (let first = 0; first < preview.length; first += chunkRows) {
      const rows = preview.slice(first, first + chunkRows);
      this.#cache.put(
        first / chunkRows,
        columns,
        columns.map((column) => rows.map((row) => row[column] ?? null)),
      );
    }
  }

  /** @returns undefined where it has not come */
  value(row: number, column: number): string | null | undefined {
    return this.#cache.value(row, column);
  }

  /** Asks for what is missing there; what was asked for elsewhere is not waited for any more. */
  look(sight: Sight): void {
    this.#sight = sight;
    this.#cache.touch(Math.floor(sight.from / chunkRows), Math.floor((sight.to - 1) / chunkRows));
    this.#next();
  }

  /** Asks again for what was refused. */
  retry(): void {
    this.#isRefused = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#next();
  }

  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const { stop } of this.#asked.values()) stop.abort();
  }

  #next(): void {
    const { calls } = this.#start;
    if (!calls || !this.#sight || this.#isRefused || this.#isOver) return;
    const tasks = this.#tasks(this.#sight);
    const isPassedBy = this.#letGo(this.#sight);
    const wait = this.#lastAsk + hurry - this.#now();
    if (isPassedBy && wait > 0) return this.#later(wait);
    if (this.#timer !== undefined) return;
    for (const task of tasks) {
      if (this.#asked.size >= mostAtOnce) return;
      if (!this.#asked.has(task.chunk)) void this.#ask(calls, task);
    }
  }

  /** First what is in sight, then what is beside it. */
  #tasks({ from, to, columns, near }: Sight): Task[] {
    const { rowCount } = this.#start;
    const first = Math.floor(from / chunkRows);
    const last = Math.floor((to - 1) / chunkRows);
    const width = Math.floor(mostWindowCells / chunkRows);
    const task = (chunk: number, wanted: readonly number[], also: readonly number[]): Task[] => {
      if (chunk < 0 || chunk * chunkRows >= rowCount) return [];
      if (this.#cache.missing(chunk, wanted, rowCount).length === 0) return [];
      const missing = this.#cache.missing(chunk, [...wanted, ...also], rowCount);
      return [{ chunk, columns: missing.slice(0, width) }];
    };
    const tasks: Task[] = [];
    for (let chunk = first; chunk <= last; chunk++) tasks.push(...task(chunk, columns, near));
    if (tasks.length > 0) return tasks;
    for (let chunk = first; chunk <= last; chunk++) tasks.push(...task(chunk, near, []));
    return [...tasks, ...task(last + 1, columns, near), ...task(first - 1, columns, near)];
  }

  /** Cancels what is asked for far from there. @returns whether something was */
  #letGo({ from, to }: Sight): boolean {
    let isPassedBy = false;
    for (const [chunk, { stop }] of this.#asked) {
      if ((chunk + 2) * chunkRows > from && (chunk - 1) * chunkRows < to) continue;
      this.#asked.delete(chunk);
      stop.abort();
      isPassedBy = true;
    }
    return isPassedBy;
  }

  #later(wait: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#next();
    }, wait);
  }

  async #ask(calls: ResultCalls, { chunk, columns }: Task): Promise<void> {
    const { viewId, rowCount } = this.#start;
    const stop = new AbortController();
    this.#asked.set(chunk, { chunk, columns, stop });
    this.#lastAsk = this.#now();
    const from = chunk * chunkRows;
    const to = Math.min(from + chunkRows, rowCount);
    try {
      const { columns: values } = await calls.call(
        'window',
        { viewId, from, to, columns },
        { signal: stop.signal },
      );
      if (this.#isOver) return;
      this.#cache.put(chunk, columns, values);
      this.#start.onValues();
      if (values.some(({ length }) => length < to - from)) throw new CallRefused('misshapen', tooFew);
      this.#pause = firstPause;
      this.#start.onTrouble(undefined);
    } catch (error) {
      if (!stop.signal.aborted && !this.#isOver) this.#refused(error);
    } finally {
      if (this.#asked.get(chunk)?.stop === stop) this.#asked.delete(chunk);
    }
    this.#next();
  }

  #refused(error: unknown): void {
    const code = error instanceof CallRefused ? error.code : 'failed';
    if (code === 'cancelled') return;
    this.#isRefused = true;
    const words = error instanceof CallRefused ? error.message : 'These rows can’t be drawn.';
    // Nothing but another run of the cell brings back a result that is gone.
    const canRetry = code !== 'resultGone';
    this.#start.onTrouble({ words, canRetry });
    if (!canRetry) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.retry(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, longestPause);
  }
}
