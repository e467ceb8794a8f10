import type { ResultPart } from '../../../protocol/resultPayload.ts';
import { formatCount, formatDuration } from './resultSummary.ts';

/** What one of several statements gave, in a few words: `1,543 rows · 42 ms`, or why it gave nothing. */
export function partText({ rows, durationMs, error }: ResultPart): string {
  if (error !== undefined) return error;
  const count = rows === undefined ? 'finished' : `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`;
  return durationMs === undefined ? count : `${count} · ${formatDuration(durationMs)}`;
}
