import type { GridAnswer } from '../protocol/gridMessages.ts';

/** `silent`: nobody answered in time. `misshapen`: what came cannot be drawn. */
export type RefusalCode = Extract<GridAnswer, { kind: 'refused' }>['code'] | 'silent' | 'misshapen';

/** What was asked for does not come. The message is for the person. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Nobody wants the answer any more, so that there is nothing to say. */
export function isCancelled(error: unknown): boolean {
  return error instanceof CallRefused && error.code === 'cancelled';
}

/** The sentence for the person. */
export function refusalText(error: unknown): string {
  return error instanceof CallRefused ? error.message : 'This can’t be shown. Run the cell again.';
}
