import type { ResultPayload } from '../../../protocol/resultPayload.ts';

/** `5,120`: one spelling wherever the numbers are read. */
export function formatCount(count: number): string {
  // Not by Intl, whose tables take as long to load as a whole result to draw.
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `42 ms`, `1.3 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * `5,120 rows, first 200 shown`, `1 row`, `3 rows affected`, or that the statement gave nothing to count.
 * @param shown rows that are in sight, where those are not the payload's own
 */
export function formatRows({ resultSet, affectedRows }: ResultPayload, shown?: number): string {
  if (resultSet !== undefined) {
    const { rows, totalRows } = resultSet;
    const total = formatRowCount(totalRows);
    const first = shown ?? rows.length;
    return first < totalRows ? `${total}, first ${formatCount(first)} shown` : total;
  }
  return affectedRows === undefined ? 'Statement finished' : `${formatRowCount(affectedRows)} affected`;
}

/** `1 row`, `5,120 rows`. */
export function formatRowCount(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`;
}
