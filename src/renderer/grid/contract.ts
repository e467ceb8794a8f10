import type { GridCallKind, GridCalls } from '../../protocol/gridMessages.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import type { CellBlock } from '../../protocol/resultViewSpec.ts';

/** Asks the extension host about one result. */
export interface ResultCalls {
  /** @throws CallRefused; with code `cancelled` when `signal` aborted */
  call<Kind extends GridCallKind>(
    kind: Kind,
    ask: GridCalls[Kind]['ask'],
    options?: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void },
  ): Promise<GridCalls[Kind]['answer']>;
}

/** What a grid draws: the rows of one view of a result. */
export interface GridRows {
  readonly columns: readonly ResultColumn[];
  /** '' for the whole result in its own order. */
  readonly viewId: string;
  /** Rows of the view. */
  readonly rowCount: number;
}

/** What a grid begins with. */
export interface GridStart extends GridRows {
  /** The first rows of the result, which are drawn without asking; they may have fewer columns. */
  readonly preview: readonly (readonly (string | null)[])[];
  /** Absent where nobody answers: the preview is all there is. */
  readonly calls?: ResultCalls | undefined;
  /** What a screen reader calls it. */
  readonly label?: string;
}

/** A column's place, by its index in the result. */
export interface ColumnPlace {
  readonly column: number;
  /** Pixels. */
  readonly width: number;
  readonly hidden: boolean;
  /** Stays at the left side. */
  readonly pinned: boolean;
}

export interface CellPlace {
  /** In the view. */
  readonly row: number;
  /** In the result. */
  readonly column: number;
}

export interface GridEvents {
  /** The active cell or the selected cells changed. */
  selection: undefined;
  /** Widths, order, hidden or pinned columns, or the height, changed. */
  layout: undefined;
  /** Enter or a double click on a cell: its detail is wanted. */
  detail: CellPlace;
  /** The menu of a column is wanted, at this element of its header. */
  columnMenu: { readonly column: number; readonly anchor: HTMLElement };
  /** A click on the name of a header: sort by it; with `add`, after those that there are. */
  sort: { readonly column: number; readonly add: boolean };
  /** The menu of the cells is wanted, at this point of the page. */
  cellMenu: { readonly x: number; readonly y: number };
}

/** The rows and columns of a result, scrolled, laid out and selected; everything around it is others'. */
export interface Grid {
  readonly element: HTMLElement;
  /** All columns, in the order in which they show. */
  readonly layout: readonly ColumnPlace[];
  setLayout(layout: readonly ColumnPlace[]): void;
  /** In the order of the rows; columns in the order in which they show. Never empty where there is a cell. */
  readonly selection: readonly CellBlock[];
  readonly activeCell: CellPlace | undefined;
  /** Draws another view; keeps layout and columns. */
  show(rows: GridRows): void;
  /** Arrows and numbers in the headers, and what a screen reader is told of them. */
  markSorted(keys: readonly { readonly column: number; readonly descending: boolean }[]): void;
  markFiltered(columns: ReadonlySet<number>): void;
  /** Makes the cell the active one, and scrolls to it. */
  reveal(cell: CellPlace): void;
  /** Shows where the text occurs in what is drawn; '' ends it. */
  highlight(text: string, matchCase: boolean): void;
  /** Makes columns as wide as what is drawn of them. */
  fit(columns: readonly number[]): void;
  /** Pixels that somebody chose for the rows; undefined: as usual. */
  readonly height: number | undefined;
  setHeight(height: number | undefined): void;
  focus(): void;
  on<Name extends keyof GridEvents>(name: Name, listener: (event: GridEvents[Name]) => void): () => void;
  dispose(): void;
}
