import { describeError } from '../../../core/errors.ts';
import { errorText } from '../../../core/errorText.ts';
import { mostRowsAsked, type RowsAnswer, type RowsRequest } from '../../../protocol/rowMessages.ts';
import type { Results } from './results.ts';

/** Characters of a result's ID; what is longer is none of ours. */
const longestId = 64;

/**
 * The answer to what came from a renderer, which may be anything; none where nobody would know what it answers.
 * @param onError called with what went wrong inside the extension
 */
export async function answerRows(
  message: unknown,
  results: Pick<Results, 'get'>,
  onError: (error: unknown) => void,
): Promise<RowsAnswer | undefined> {
  const requestId = requestIdOf(message);
  if (requestId === undefined) return undefined;
  const refused = (words: string): RowsAnswer => ({ kind: 'refused', requestId, message: words });
  if (!isRowsRequest(message)) return refused('These rows can’t be asked for.');
  const source = results.get(message.resultId)?.source;
  if (!source) return refused('Run the cell again to see more rows.');
  try {
    const rows = await source.rows(message.from, message.to);
    return { kind: 'rows', requestId, rows };
  } catch (error) {
    if (!describeError(error).expected) onError(error);
    return refused(errorText(error));
  }
}

function requestIdOf(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('requestId' in message)) return undefined;
  return isCount(message.requestId) ? message.requestId : undefined;
}

function isRowsRequest(message: unknown): message is RowsRequest {
  const { kind, resultId, from, to } = Object(message) as Partial<Record<keyof RowsRequest, unknown>>;
  return (
    kind === 'rows' &&
    typeof resultId === 'string' &&
    resultId.length <= longestId &&
    isCount(from) &&
    isCount(to) &&
    from < to &&
    to - from <= mostRowsAsked
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
