import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import { describeError } from '../../../core/errors.ts';
import {
  isRunRecord,
  matchRuns,
  mayRun,
  pruneRuns,
  type RunRecord,
  type StatementRecord,
} from '../../../core/notebook/runRecord.ts';
import type { CellStatement, RunEnd, RunListener } from '../cellStatement.ts';

const stateKey = 'redshiftIdentity.runs';
/** Codes of errors that say how the statement ended at Redshift. */
const knownEnds = new Set(['StatementFailed', 'StatementAborted']);
/** Codes of errors after which a statement without an ID may run nevertheless. */
const unclearStarts = new Set(['StatementUnclear', 'NetworkFailure']);

/** A cell with the run that an earlier window, or an earlier opening of the notebook, remembered of it. */
export interface RecordedCell {
  readonly cell: vscode.NotebookCell;
  readonly run: RunRecord;
}

interface KeptRun extends RunRecord {
  notebook: string;
  cell: number;
  statements: StatementRecord[];
}

/** Remembers in the workspace's state what each cell ran last, so that its results come back after a reload. */
export class RunRecords implements RunListener {
  readonly #state: vscode.Memento;
  readonly #now: () => number;
  #runs: KeptRun[];
  /** The cells of open notebooks that runs belong to: they move while the notebook is edited. */
  readonly #cells = new Map<KeptRun, vscode.NotebookCell>();
  /** Notebooks whose runs have found their cells. */
  readonly #matched = new WeakSet<vscode.NotebookDocument>();
  /** Runs that began since their notebook was opened. */
  readonly #begunHere = new WeakSet<KeptRun>();
  readonly #over = new WeakMap<RunRecord, AbortController>();
  /** Statements that this window runs, by name. */
  readonly #running = new Map<string, { readonly end: Promise<void>; readonly ended: () => void }>();

  constructor(state: vscode.Memento, now: () => number = Date.now) {
    this.#state = state;
    this.#now = now;
    const stored = state.get<unknown>(stateKey);
    const runs = Array.isArray(stored) ? stored.filter(isRunRecord) : [];
    this.#runs = pruneRuns(
      runs.map((run) => ({ ...run, statements: [...run.statements] })),
      now(),
    );
  }

  /** The runs from before the notebook was opened, of cells that have not run again since and have the same text. */
  earlierRuns(notebook: vscode.NotebookDocument): readonly RecordedCell[] {
    this.#match(notebook);
    return [...this.#cells]
      .filter(([run, cell]) => cell.notebook === notebook && !this.#begunHere.has(run))
      .map(([run, cell]) => ({ cell, run }));
  }

  /** Whether the cell has neither run since nor changed. */
  isCurrent({ cell, run }: RecordedCell): boolean {
    return this.#runOf(cell) === run && textHash(cell) === run.textHash;
  }

  /** Aborts when its cell runs again, or is cleared: nobody waits for what it gave. */
  over({ run }: RecordedCell): AbortSignal {
    const over = this.#over.get(run) ?? new AbortController();
    this.#over.set(run, over);
    return over.signal;
  }

  /**
   * Resolves when no statement of the run runs in this window any more: closing its notebook interrupts it, which may
   * take until after the notebook is opened again.
   */
  async endedHere({ run }: RecordedCell): Promise<void> {
    await Promise.all(run.statements.map(({ name }) => this.#running.get(name)?.end));
  }

  begins(cell: vscode.NotebookCell): void {
    this.#match(cell.notebook);
    this.#drop(this.#runOf(cell));
  }

  /** When the person clears the outputs of a cell. What runs goes on, and shows itself again. */
  cleared(cell: vscode.NotebookCell): void {
    this.#match(cell.notebook);
    const run = this.#runOf(cell);
    if (!run?.statements.some(mayRun)) this.#drop(run);
  }

  started({ cell, name, index, count, place, startedAt }: CellStatement): void {
    this.#match(cell.notebook);
    const { site, warehouse } = place;
    let ended = (): void => undefined;
    const end = new Promise<void>((resolve) => (ended = resolve));
    this.#running.set(name, { end, ended });
    const run = this.#runOf(cell) ?? this.#begin(cell, count);
    run.statements.push({
      index,
      name,
      profile: site.profile.name,
      accountId: site.account.id,
      region: site.site.region,
      warehouse: { kind: warehouse.kind, name: warehouse.name, database: warehouse.database },
      startedAt,
      state: 'RUNNING',
    });
    this.#write();
  }

  submitted({ name }: CellStatement, { statementId }: { statementId: string }): void {
    this.#change(name, { statementId });
  }

  ended({ name }: CellStatement, end: RunEnd): void {
    this.#change(name, { ...endState(end), endedAt: this.#now() });
    this.#running.get(name)?.ended();
    this.#running.delete(name);
  }

  /** When a notebook goes on under another name; what was known of that name before is over. */
  moved(from: string, to: string): void {
    const runs = this.#runs.filter(({ notebook }) => notebook === from);
    if (runs.length === 0) return;
    this.#keepPlaces();
    this.#runs = this.#runs.filter(({ notebook }) => notebook !== to);
    for (const run of runs) {
      run.notebook = to;
      this.#cells.delete(run);
    }
    this.#write();
  }

  /** Whether something is known of a notebook of this URI. */
  has(notebook: string): boolean {
    return this.#runs.some((run) => run.notebook === notebook);
  }

  #change(name: string, changes: Partial<StatementRecord>): void {
    for (const { statements } of this.#runs) {
      const at = statements.findIndex((statement) => statement.name === name);
      const statement = statements[at];
      if (!statement) continue;
      statements[at] = { ...statement, ...changes };
      this.#write();
      return;
    }
  }

  #runOf(cell: vscode.NotebookCell): KeptRun | undefined {
    for (const [run, own] of this.#cells) if (own === cell) return run;
    return undefined;
  }

  #begin(cell: vscode.NotebookCell, count: number): KeptRun {
    const run: KeptRun = {
      notebook: cell.notebook.uri.toString(),
      cell: cell.index,
      textHash: textHash(cell),
      count,
      statements: [],
    };
    this.#runs.push(run);
    this.#cells.set(run, cell);
    this.#begunHere.add(run);
    return run;
  }

  #drop(run: KeptRun | undefined): void {
    if (!run) return;
    this.#runs = this.#runs.filter((other) => other !== run);
    this.#cells.delete(run);
    this.#over.get(run)?.abort();
    this.#write();
  }

  /** Once for each opening of a notebook. */
  #match(notebook: vscode.NotebookDocument): void {
    if (this.#matched.has(notebook)) return;
    this.#matched.add(notebook);
    this.#keepPlaces();
    const uri = notebook.uri.toString();
    const cells = notebook.getCells();
    const runs = this.#runs.filter((run) => run.notebook === uri && !this.#cells.has(run));
    if (runs.length === 0) return;
    for (const [run, index] of matchRuns(runs, cells.map(textHash))) {
      const cell = cells[index];
      if (!cell) continue;
      this.#cells.set(run, cell);
      this.#begunHere.delete(run);
    }
  }

  /** Cells have moved since; those of closed notebooks are let go. */
  #keepPlaces(): void {
    for (const [run, cell] of this.#cells) {
      if (cell.notebook.isClosed) this.#cells.delete(run);
      else if (cell.index >= 0) run.cell = cell.index;
    }
  }

  #write(): void {
    this.#keepPlaces();
    this.#runs = pruneRuns(this.#runs, this.#now());
    const kept = new Set(this.#runs);
    for (const run of this.#cells.keys()) if (!kept.has(run)) this.#cells.delete(run);
    // Nobody waits for it: a cell must not run later because it is remembered. VS Code reports what it can't store.
    this.#state.update(stateKey, this.#runs).then(undefined, () => undefined);
  }
}

function endState(end: RunEnd): Partial<StatementRecord> {
  if (end.state === 'FINISHED') {
    const { statementId, hasResultSet, rowCount, durationMs, queryId, resultBytes } = end.outcome.statement;
    const summary = {
      hasResultSet,
      rowCount,
      durationMs,
      ...(queryId === undefined ? {} : { queryId }),
      ...(resultBytes === undefined ? {} : { resultBytes }),
    };
    return { state: 'FINISHED', statementId, summary };
  }
  const { statementId } = end;
  const id = statementId === undefined ? {} : { statementId };
  if (end.state === 'ABORTED') return { state: 'ABORTED', ...id };
  const { code } = describeError(end.error);
  const known = statementId === undefined ? !unclearStarts.has(code) : knownEnds.has(code);
  return { state: known ? 'FAILED' : 'UNCLEAR', ...id };
}

function textHash(cell: vscode.NotebookCell): string {
  return createHash('sha256').update(cell.document.getText()).digest('hex');
}
