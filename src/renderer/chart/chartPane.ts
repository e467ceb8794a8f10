import type { ChartChoice } from '../../protocol/chartChoice.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import type { ResultCalls } from '../grid/contract.ts';

export interface ChartPaneContext {
  readonly document: Document;
  readonly calls: ResultCalls;
  /** All columns of the result. */
  readonly columns: readonly ResultColumn[];
  readonly viewId: string;
  /** What to draw; undefined: what suits the columns. */
  readonly choice: ChartChoice | undefined;
  /** Without a choice: a map rather than a chart. */
  readonly map: boolean;
  /** The choice is written in the cell's marker. */
  readonly isKept: boolean;
  /** The person chose something else to be drawn, or kept or removed it: for a state that outlives the pane. */
  onChoice(choice: ChartChoice | undefined, isKept: boolean): void;
  /** The view is gone at the extension host: asks for it anew. @returns the new ID */
  renewView?(): Promise<string>;
  /** The person wants the table back. */
  onClose(): void;
}

export interface ChartPane {
  readonly element: HTMLElement;
  /** The chart as it stands. */
  readonly choice: ChartChoice | undefined;
  /** Draws another view of the same result. */
  update(viewId: string): void;
  focus(): void;
  dispose(): void;
}

/** A chart of a result with what chooses it. Its style is its own: put `element` anywhere inside the output. */
export function chartPane(context: ChartPaneContext): ChartPane {
  const element = context.document.createElement('section');
  return { element, choice: context.choice, update: () => {}, focus: () => {}, dispose: () => {} };
}
