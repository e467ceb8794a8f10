import type * as vscode from 'vscode';
import type { RowSource } from '../../../core/redshift/results/contract.ts';
import type { StatementOrigin } from '../../../core/redshift/results/resultPayload.ts';
import type { Matches, WorkRows } from '../../../core/redshift/results/view/contract.ts';

/** Where, as whom and for how long the statement of a result ran; of several Regions together, the first one's. */
export interface ResultOrigin extends StatementOrigin {
  readonly statementId: string;
  /** Milliseconds. */
  readonly durationMs: number;
}

/** A sorted or filtered view, computed. */
export interface ResultView {
  readonly id: string;
  /** Names the view whatever its ID: the same words, the same rows. */
  readonly key: string;
  /** All pages of the result, and the rows of the view in their order. */
  readonly rows: WorkRows & { readonly order: Uint32Array };
  /** Tells that somebody uses it. */
  look(): void;
  release(): void;
}

/** What `find` found last. */
export interface FoundMatches {
  readonly id: string;
  /** In the order in which they were looked through. */
  readonly columns: readonly number[];
  readonly matches: Matches;
}

/** A result that an output of this window shows, with all that belongs to it. */
export interface KeptResult {
  /** Nobody can guess it. */
  readonly id: string;
  readonly source: RowSource;
  readonly cell: vscode.NotebookCell;
  readonly origin: ResultOrigin;
  /** Of the whole result, as Redshift counts them. */
  readonly bytes?: number;
  /** Aborts when the cell runs again, or its notebook is closed. */
  readonly gone: AbortSignal;
  /** By their IDs, the one used last at the end. */
  readonly views: Map<string, ResultView>;
  found?: FoundMatches;
}
