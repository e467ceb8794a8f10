import type { GridCallKind, GridCalls } from '../../../protocol/gridMessages.ts';
import type { KeptResult } from './keptResult.ts';

export interface CallOptions {
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** How far it is, in rows; may be told at every step. */
  progress(done: number, total: number): void;
}

/**
 * Answers one kind of call. What was asked has the right shape, and its columns are there; rows may lie behind the end.
 * What is thrown is told to the person: see `errorText`.
 * @throws Cancelled, RedshiftIdentityError, CallRefused where the renderer has to know why
 */
export type CallHandler<Kind extends GridCallKind> = (
  kept: KeptResult,
  ask: GridCalls[Kind]['ask'],
  options: CallOptions,
) => Promise<GridCalls[Kind]['answer']>;

export type CallHandlers = { readonly [Kind in GridCallKind]: CallHandler<Kind> };

/** Those that other parts bring along: charts, files, exports. */
export type OtherHandlers = Partial<
  Pick<CallHandlers, 'suggestChart' | 'chart' | 'keepChart' | 'saveChart' | 'act'>
>;
