import type { Grid } from '../grid/contract.ts';
import type { ResultModel } from '../resultModel.ts';
import type { Popups } from './popups.ts';

/** What the tools around one grid work with. */
export interface Tools {
  readonly document: Document;
  readonly model: ResultModel;
  readonly grid: Grid;
  readonly popups: Popups;
  /** Says what was done, below the grid and to screen readers. */
  say(words: string): void;
  /** Says why something was not done; nothing for what was cancelled. */
  refuse(error: unknown): void;
}
