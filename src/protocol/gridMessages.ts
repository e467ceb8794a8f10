import type { ChartChoice, ChartData } from './chartChoice.ts';
import type { ResultColumn } from './resultPayload.ts';
import type { CellBlock, ResultViewSpec } from './resultViewSpec.ts';

/** Rows that one window may ask for. */
export const mostWindowRows = 1_000;
/** Cells that one window may ask for. */
export const mostWindowCells = 20_000;
/** Characters of a value in a window or a preview; `cell` gives the whole of it. */
export const mostShownCharacters = 1_000;

/** Values by columns, in the order of the columns asked for; `null` is SQL NULL. */
export interface WindowValues {
  columns: (string | null)[][];
  /** Values cut off at `mostShownCharacters`: index in `columns`, index in there, characters of the whole value. */
  cut?: [column: number, row: number, length: number][];
}

export type CopyFormat = 'tsv' | 'csv' | 'json' | 'markdown' | 'values' | 'in';

/** What the values of a selection give together. Numbers are exact, as decimal text. */
export interface Aggregates {
  /** Cells, NULLs among them. */
  cells: number;
  nulls: number;
  /** Cells that hold a number; the members below are absent where there are none. */
  numbers: number;
  sum?: string;
  average?: string;
  /** Of the numbers, else of dates and times, else of text by its bytes. */
  min?: string;
  max?: string;
}

/** What a column holds, for its header. */
export interface ColumnProfile {
  rows: number;
  nulls: number;
  /** Different values but NULL. */
  distinct: number;
  min?: string;
  max?: string;
  /** Average, of numbers only. */
  average?: string;
  /** Of numbers, dates and times: equally wide steps from min to max. */
  histogram?: { from: string; to: string; rows: number }[];
  /** The most frequent values, most frequent first, fifty at most. `cut`: it is longer than what is told of it. */
  top: { value: string; rows: number; cut?: boolean }[];
}

/**
 * What a renderer asks the extension host for, by kind. `viewId` is '' for the whole result in its own order, else
 * what `view` answered. Rows are numbers within the view.
 */
export interface GridCalls {
  /** All columns of a result whose payload carries only the first ones. */
  columns: { ask: object; answer: { columns: ResultColumn[] } };
  view: { ask: { spec: ResultViewSpec }; answer: { viewId: string; rowCount: number } };
  window: {
    ask: { viewId: string; from: number; to: number; columns: readonly number[] };
    answer: WindowValues;
  };
  /** The whole value; absent characters only where it is longer than a message carries: `length` tells. */
  cell: {
    ask: { viewId: string; row: number; column: number };
    answer: { value: string | null; length: number };
  };
  /** Looks through the columns in the order given. A later `find` of the same result replaces this one. */
  find: {
    ask: { viewId: string; text: string; matchCase: boolean; columns: readonly number[] };
    /** `isMore`: there are more matches than are counted. */
    answer: { findId: string; count: number; isMore: boolean };
  };
  /** A match by its number, or the first one at or behind (`before`: at or ahead of) a cell. */
  match: {
    ask: { findId: string; index: number } | { findId: string; row: number; column: number; before: boolean };
    answer: { index: number; row: number; column: number };
  };
  aggregate: { ask: { viewId: string; blocks: readonly CellBlock[] }; answer: Aggregates };
  profile: { ask: { viewId: string; column: number }; answer: ColumnProfile };
  /** Puts the cells onto the clipboard. */
  copy: {
    ask: { viewId: string; blocks: readonly CellBlock[]; format: CopyFormat; header: boolean };
    answer: { rows: number; cells: number };
  };
  /** Without a choice: the one that suits the columns; `choice` is null where nothing can be drawn of them. */
  suggestChart: { ask: { map: boolean }; answer: { choice: ChartChoice | null } };
  chart: { ask: { viewId: string; choice: ChartChoice }; answer: ChartData };
  /** Writes the choice into the cell's marker, and puts the Vega-Lite spec into its output; null takes them away. */
  keepChart: { ask: { choice: ChartChoice | null; spec?: object }; answer: object };
  /** Asks for a file name, and saves what was drawn. `content` of a PNG is base64. */
  saveChart: { ask: { format: 'svg' | 'png' | 'json'; content: string }; answer: { saved: boolean } };
  /** Starts a command of the extension on this result: the whole of it, or the view. */
  act: {
    ask: { action: 'export' | 'openAsCsv' | 'openInDataWrangler'; viewId: string };
    answer: object;
  };
  /** Opens a value in an editor of its own. */
  openCell: { ask: { viewId: string; row: number; column: number }; answer: object };
}

export type GridCallKind = keyof GridCalls;

export type GridRequest = {
  [Kind in GridCallKind]: { kind: Kind; requestId: number; resultId: string } & GridCalls[Kind]['ask'];
}[GridCallKind];

/** Nobody waits for this answer any more. */
export interface GridCancel {
  kind: 'cancel';
  requestId: number;
}

export type GridAnswer =
  | { kind: 'answer'; requestId: number; answer: unknown }
  /** How far it is, in rows. */
  | { kind: 'progress'; requestId: number; done: number; total: number }
  /** `message` is for the person. `viewGone`: ask for the view again; `resultGone`: run the cell again. */
  | {
      kind: 'refused';
      requestId: number;
      code: 'viewGone' | 'resultGone' | 'cancelled' | 'failed';
      message: string;
    };
