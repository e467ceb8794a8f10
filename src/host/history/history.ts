import * as vscode from 'vscode';
import type { HistoryFile } from '../../node/historyFile.ts';
import type { CellStatement, RunEnd, RunListener } from '../notebook/cellStatement.ts';
import { logError } from '../showError.ts';
import type { EndedStatement, HistoryEntry, HistoryLine } from './historyEntry.ts';

/** What the history holds of all windows. */
export interface KeptHistory {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  /** Milliseconds since the epoch; what Redshift remembers from before is not shown either. */
  readonly clearedAt: number;
}

export interface HistoryOptions {
  /** Whether the person wants a history, asked at each statement. */
  readonly enabled?: () => boolean;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Keeps the statements that cells ran, of all windows of this computer. They never leave it. */
export class History implements RunListener {
  readonly #folder: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  readonly #enabled: () => boolean;
  readonly #now: () => number;
  /** Names of the statements that run in this window. */
  readonly #running = new Set<string>();
  #opening: Promise<HistoryFile<HistoryLine>> | undefined;
  #waiting: EndedStatement[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(
    context: Pick<vscode.ExtensionContext, 'globalStorageUri'>,
    log: vscode.LogOutputChannel,
    { enabled = isHistoryEnabled, now = Date.now }: HistoryOptions = {},
  ) {
    this.#folder = context.globalStorageUri;
    this.#log = log;
    this.#enabled = enabled;
    this.#now = now;
  }

  /** Whether statements that end from now on are kept. */
  get enabled(): boolean {
    return this.#enabled();
  }

  started({ name }: CellStatement): void {
    this.#running.add(name);
  }

  ended(run: CellStatement, end: RunEnd): void {
    this.#running.delete(run.name);
    if (!this.#enabled()) return;
    this.#waiting.push({ run, end, endedAt: this.#now() });
    this.#writing = this.#writing
      .then(() => this.#write())
      .catch((error: unknown) => logError(error, this.#log));
  }

  /** Whether a cell of this window runs the statement of this name at the moment. */
  isRunning(name: string | undefined): boolean {
    return name !== undefined && this.#running.has(name);
  }

  /** What every window kept. */
  async read(): Promise<KeptHistory> {
    await this.#writing;
    const entries = new Map<string, HistoryEntry>();
    let clearedAt = 0;
    for (const [index, line] of (await (await this.#file()).read()).entries()) {
      if ('clearedAt' in line) clearedAt = Math.max(clearedAt, line.clearedAt);
      // Two windows may have heard of the same end.
      else entries.set(line.statementId ?? String(index), line);
    }
    const sorted = [...entries.values()].sort((left, right) => right.startedAt - left.startedAt);
    return { entries: sorted, clearedAt };
  }

  async clear(): Promise<void> {
    await this.#writing;
    await (await this.#file()).replace([{ clearedAt: this.#now() }]);
  }

  /** Once everything is written that has ended. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    const { entryOf } = await import('./historyEntry.ts');
    const file = await this.#file();
    // Whatever ended during an earlier write goes with this one.
    const ended = this.#waiting;
    this.#waiting = [];
    await file.append(ended.map(entryOf));
  }

  #file(): Promise<HistoryFile<HistoryLine>> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** Nothing of this is needed before the first statement ended. */
  async #open(): Promise<HistoryFile<HistoryLine>> {
    const [{ HistoryFile: File }, { parseHistoryLine }] = await Promise.all([
      import('../../node/historyFile.ts'),
      import('./historyEntry.ts'),
    ]);
    const file = vscode.Uri.joinPath(this.#folder, 'history', 'statements.jsonl');
    return new File<HistoryLine>(file.fsPath, parseHistoryLine);
  }
}

/** The setting; a workspace can't change it. */
function isHistoryEnabled(): boolean {
  return vscode.workspace.getConfiguration('redshiftIdentity').get<boolean>('history.enabled', true);
}
