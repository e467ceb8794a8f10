import { describeError, isCancel } from '../../../core/errors.ts';
import { errorText } from '../../../core/errorText.ts';
import type { GridAnswer, GridCallKind } from '../../../protocol/gridMessages.ts';
import { count, fieldsOf, Misshapen, type Fields } from './askFields.ts';
import type { CallHandler, CallHandlers } from './callHandlers.ts';
import { CallRefused, resultGone } from './callRefused.ts';
import type { KeptResult } from './keptResult.ts';
import { id, isCallKind, readAsk } from './readAsk.ts';

/** Milliseconds between two messages of how far a call is. */
const betweenProgress = 100;
/** Milliseconds after which a renderer is told again that somebody works for it. */
const heartbeat = 15_000;

export interface AnswerServices {
  readonly results: { get(id: string): KeptResult | undefined };
  readonly handlers: CallHandlers;
  /** Called with what went wrong inside the extension. */
  onError(error: unknown): void;
  /** Milliseconds. */
  readonly now?: () => number;
}

/**
 * Answers what came from a renderer, which may be anything; nothing where nobody would know what it answers.
 * @param sender the same object for the same renderer: its request IDs are its own
 */
export type AnswerCall = (
  message: unknown,
  sender: object,
  post: (answer: GridAnswer) => void,
) => Promise<void>;

export function answerCalls(services: AnswerServices): AnswerCall {
  const running = new WeakMap<object, Map<number, AbortController>>();
  return async (message, sender, post) => {
    const request = requestOf(message);
    if (!request) return;
    const { requestId, fields } = request;
    const calls = running.get(sender) ?? new Map<number, AbortController>();
    running.set(sender, calls);
    // A renderer that was loaded anew counts from the beginning.
    calls.get(requestId)?.abort();
    if (fields['kind'] === 'cancel') return;
    const stop = new AbortController();
    calls.set(requestId, stop);
    try {
      const answer = await answerOf(fields, requestId, stop.signal, services, post);
      if (!stop.signal.aborted) post({ kind: 'answer', requestId, answer });
    } catch (error) {
      if (!describeError(error).expected && !(error instanceof Misshapen)) services.onError(error);
      // Whoever cancelled does not listen, and one that counts anew would take it for its own.
      if (!stop.signal.aborted) post(refusal(requestId, error));
    } finally {
      if (calls.get(requestId) === stop) calls.delete(requestId);
    }
  };
}

function requestOf(message: unknown): { requestId: number; fields: Fields } | undefined {
  try {
    const fields = fieldsOf(message);
    return { requestId: count(fields['requestId']), fields };
  } catch {
    return undefined;
  }
}

async function answerOf(
  fields: Fields,
  requestId: number,
  signal: AbortSignal,
  { results, handlers, now = Date.now }: AnswerServices,
  post: (answer: GridAnswer) => void,
): Promise<unknown> {
  const { kind } = fields;
  if (!isCallKind(kind)) throw new Misshapen();
  const kept = results.get(id(fields['resultId']));
  if (!kept) throw resultGone();
  let told = { done: 0, total: kept.source.totalRows };
  let toldAt = now();
  const tell = (): void => {
    if (!signal.aborted) post({ kind: 'progress', requestId, ...told });
  };
  const progress = (done: number, total: number): void => {
    told = { done, total };
    if (now() - toldAt < betweenProgress) return;
    toldAt = now();
    tell();
  };
  const timer = setInterval(tell, heartbeat);
  const beStill = (): void => clearInterval(timer);
  const unwanted = AbortSignal.any([signal, kept.gone]);
  // Not at the end only: a call may take long to notice that nobody waits for it.
  unwanted.addEventListener('abort', beStill);
  try {
    return await handle(kind, kept, fields, handlers, { signal: unwanted, progress });
  } catch (error) {
    throw kept.gone.aborted ? resultGone() : error;
  } finally {
    beStill();
  }
}

function handle<Kind extends GridCallKind>(
  kind: Kind,
  kept: KeptResult,
  fields: Fields,
  handlers: CallHandlers,
  options: Parameters<CallHandler<Kind>>[2],
): Promise<unknown> {
  const handler: CallHandler<Kind> = handlers[kind];
  return handler(kept, readAsk(kind, fields, kept.source.columns.length), options);
}

function refusal(requestId: number, error: unknown): GridAnswer {
  const refused = (code: 'cancelled' | 'failed' | CallRefused['code'], message: string): GridAnswer => ({
    kind: 'refused',
    requestId,
    code,
    message,
  });
  if (error instanceof Misshapen) return refused('failed', 'This can’t be asked of a result.');
  if (isCancel(error)) return refused('cancelled', errorText(error));
  if (error instanceof CallRefused) return refused(error.code, errorText(error));
  const isGone = describeError(error).code === 'ResourceNotFoundException';
  return refused(isGone ? 'resultGone' : 'failed', errorText(error));
}
