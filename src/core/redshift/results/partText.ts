import type { ResultPart } from '../../../protocol/resultPayload.ts';
import { formatDuration, formatRowCount } from './resultSummary.ts';

/** What one of several statements gave, in a few words: `1,543 rows · 42 ms`, or why it gave nothing. */
export function partText({ rows, durationMs, error }: ResultPart): string {
  if (error !== undefined) return error;
  const count = rows === undefined ? 'finished' : formatRowCount(rows);
  return durationMs === undefined ? count : `${count} · ${formatDuration(durationMs)}`;
}
