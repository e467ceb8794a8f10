import type { ResultCalls } from './grid/contract.ts';
import type { ResultStates } from './resultState.ts';

/** What the outputs of a notebook share. */
export interface ResultContext {
  /** Undefined where nobody can be asked. */
  readonly calls?: ((resultId: string) => ResultCalls) | undefined;
  readonly states: ResultStates;
}
