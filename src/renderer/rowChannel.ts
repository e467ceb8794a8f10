import type { RowsAnswer, RowsRequest } from '../protocol/rowMessages.ts';
import { isRow } from './payloadFields.ts';

/** Rows don't come. The message is for the person. */
export class RowsRefused extends Error {
  override readonly name = 'RowsRefused';
}

/** Asks the extension host for rows of results. */
export interface RowChannel {
  /**
   * Rows `from` up to and without `to`, fewer at the end of the result.
   * @param width values in a row
   * @throws RowsRefused
   */
  rows(resultId: string, from: number, to: number, width: number): Promise<(string | null)[][]>;
}

/** The part of a renderer's context that VS Code gives where there is an extension host to talk to. */
interface Messaging {
  postMessage(message: RowsRequest): void;
  onDidReceiveMessage(listener: (message: unknown) => void): unknown;
}

/** Milliseconds for an answer: the host may have to fetch several pages, and to renew a session before. */
const patience = 60_000;

/** Undefined where nobody answers: an exported notebook, or another front end. */
export function openRowChannel(context: unknown, waitingTime = patience): RowChannel | undefined {
  if (!hasMessaging(context)) return undefined;
  const waiting = new Map<number, (answer: RowsAnswer) => void>();
  let requests = 0;
  context.onDidReceiveMessage((message) => {
    if (isAnswer(message)) waiting.get(message.requestId)?.(message);
  });
  return {
    async rows(resultId, from, to, width) {
      const requestId = ++requests;
      let timer: ReturnType<typeof setTimeout> | undefined;
      try {
        const answer = await new Promise<RowsAnswer>((resolve, reject) => {
          waiting.set(requestId, resolve);
          timer = setTimeout(() => reject(new RowsRefused('No more rows came. Try again.')), waitingTime);
          context.postMessage({ kind: 'rows', requestId, resultId, from, to });
        });
        if (answer.kind === 'refused') throw new RowsRefused(answer.message);
        if (answer.rows.length <= to - from && answer.rows.every((row) => isRow(row, width)))
          return answer.rows;
        throw new RowsRefused('The rows that came can’t be drawn. Run the cell again.');
      } finally {
        clearTimeout(timer);
        waiting.delete(requestId);
      }
    },
  };
}

function hasMessaging(context: unknown): context is Messaging {
  const { postMessage, onDidReceiveMessage } = Object(context) as Partial<Record<keyof Messaging, unknown>>;
  return typeof postMessage === 'function' && typeof onDidReceiveMessage === 'function';
}

function isAnswer(message: unknown): message is RowsAnswer {
  if (typeof message !== 'object' || message === null) return false;
  const { kind, requestId, rows, message: words } = message as Record<string, unknown>;
  if (typeof requestId !== 'number') return false;
  return kind === 'rows' ? Array.isArray(rows) : kind === 'refused' && typeof words === 'string';
}
