import type {
  GridAnswer,
  GridCallKind,
  GridCalls,
  GridCancel,
  GridRequest,
} from '../protocol/gridMessages.ts';
import { answerFits } from './callAnswers.ts';
import { CallRefused } from './callRefused.ts';
import type { ResultCalls } from './grid/contract.ts';

/** The part of a renderer's context that VS Code gives where there is an extension host to talk to. */
interface Messaging {
  postMessage(message: GridRequest | GridCancel): void;
  onDidReceiveMessage(listener: (message: unknown) => void): unknown;
}

interface Waiting {
  answered(value: unknown): void;
  refused(error: CallRefused): void;
  progressed(done: number, total: number): void;
}

/** Milliseconds without a word: the host may have to fetch a page, and to renew a session before. */
const patience = 60_000;
/** A person may be choosing a file. */
const unhurried: ReadonlySet<GridCallKind> = new Set(['act', 'saveChart', 'openCell']);

/**
 * Asks the extension host about results, by their IDs.
 * @param context what VS Code gives to the renderer's `activate`
 * @returns undefined where nobody answers: an exported notebook, or another front end
 */
export function openCalls(
  context: unknown,
  waitingTime = patience,
): ((resultId: string) => ResultCalls) | undefined {
  if (!hasMessaging(context)) return undefined;
  const waiting = new Map<number, Waiting>();
  let requests = 0;
  context.onDidReceiveMessage((message) => {
    if (isAnswer(message)) hear(message, waiting.get(message.requestId));
  });
  return (resultId) => ({
    call(kind, ask, { signal, onProgress } = {}) {
      const requestId = ++requests;
      const request: unknown = { ...ask, kind, requestId, resultId };
      let timer: ReturnType<typeof setTimeout> | undefined;
      let giveUp: (() => void) | undefined;
      return new Promise<GridCalls[typeof kind]['answer']>((resolve, reject) => {
        const stop = (error: CallRefused): void => {
          if (waiting.has(requestId)) context.postMessage({ kind: 'cancel', requestId });
          reject(error);
        };
        const wait = (): void => {
          if (unhurried.has(kind)) return;
          clearTimeout(timer);
          timer = setTimeout(() => stop(silence()), waitingTime);
        };
        giveUp = () => stop(new CallRefused('cancelled', 'Cancelled.'));
        if (signal?.aborted) return giveUp();
        signal?.addEventListener('abort', giveUp);
        waiting.set(requestId, {
          answered: (value) => (answerFits(kind, value, ask) ? resolve(value) : reject(misfit())),
          refused: reject,
          progressed: (done, total) => {
            wait();
            onProgress?.(done, total);
          },
        });
        wait();
        context.postMessage(request as GridRequest);
      }).finally(() => {
        clearTimeout(timer);
        waiting.delete(requestId);
        if (giveUp) signal?.removeEventListener('abort', giveUp);
      });
    },
  });
}

function silence(): CallRefused {
  return new CallRefused('silent', 'No answer came. Try again.');
}

function misfit(): CallRefused {
  return new CallRefused('misshapen', 'What came can’t be drawn. Run the cell again.');
}

function hear(message: GridAnswer, waiting: Waiting | undefined): void {
  if (message.kind === 'progress') waiting?.progressed(message.done, message.total);
  else if (message.kind === 'answer') waiting?.answered(message.answer);
  else waiting?.refused(new CallRefused(message.code, message.message));
}

function hasMessaging(context: unknown): context is Messaging {
  const { postMessage, onDidReceiveMessage } = Object(context) as Partial<Record<keyof Messaging, unknown>>;
  return typeof postMessage === 'function' && typeof onDidReceiveMessage === 'function';
}

const codes: ReadonlySet<unknown> = new Set(['viewGone', 'resultGone', 'cancelled', 'failed']);

/** Other messages of the same renderer come by here too. */
function isAnswer(message: unknown): message is GridAnswer {
  if (typeof message !== 'object' || message === null) return false;
  const { kind, requestId, done, total, code, message: words } = message as Record<string, unknown>;
  if (typeof requestId !== 'number') return false;
  if (kind === 'progress') return typeof done === 'number' && typeof total === 'number';
  if (kind === 'refused') return codes.has(code) && typeof words === 'string';
  return kind === 'answer' && 'answer' in message;
}
