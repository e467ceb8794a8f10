import type { ResultPayload } from '../../../protocol/resultPayload.ts';
import { formatCount, formatDuration, formatRows } from './resultSummary.ts';
import { visibleText } from './visibleText.ts';

/** Columns of a terminal that one value may take. */
const widestValue = 60;
/** Columns of a result. */
const mostColumns = 50;
/** Bytes. */
const largest = 64_000;

/**
 * A result as plain text, for screen readers, copies and editors without the renderer: aligned columns,
 * NULL as NULL, hidden characters as escapes. Never more than 64 KB: of wide results fewer rows.
 */
export function textTable(payload: ResultPayload, maxRows = 50): string {
  for (let height = maxRows; ; height = Math.floor(height / 2)) {
    const text = tableOf(payload, height);
    if (height === 0 || new TextEncoder().encode(text).length <= largest) return text;
  }
}

function tableOf(payload: ResultPayload, maxRows: number): string {
  const { resultSet } = payload;
  if (resultSet === undefined) return `${formatRows(payload)} · ${formatDuration(payload.durationMs)}`;
  const { totalRows } = resultSet;
  const columns = resultSet.columns.slice(0, mostColumns);
  const shown = resultSet.rows.slice(0, maxRows).map((row) => row.slice(0, mostColumns));
  const cells = shown.map((row) => row.map((value) => (value === null ? 'NULL' : clip(visibleText(value)))));
  const names = columns.map(({ name }) => clip(visibleText(name)));
  const widths = names.map((name, column) =>
    cells.reduce((widest, row) => Math.max(widest, displayWidth(row[column] ?? '')), displayWidth(name)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => pad(text, widths[column] ?? 0, columns[column]?.numeric ?? false))
      .join(' | ')
      .trimEnd();
  const lines = [line(names), widths.map((width) => '-'.repeat(width)).join('-+-'), ...cells.map(line)];
  if (shown.length < totalRows) lines.push(`… of ${formatCount(totalRows)} rows`);
  const allColumns = resultSet.totalColumns ?? resultSet.columns.length;
  if (columns.length < allColumns) lines.push(`… of ${formatCount(allColumns)} columns`);
  lines.push(
    `${formatRows({ ...payload, resultSet: { ...resultSet, rows: shown } })} · ${formatDuration(payload.durationMs)}`,
  );
  return lines.join('\n');
}

/** Columns that a text takes in a terminal: 2 for East Asian wide characters and emoji, 0 for combining marks. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

function characterWidth(character: string): number {
  if (/[\p{Mn}\p{Me}]/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return right ? space + text : text + space;
}

function clip(text: string): string {
  if (displayWidth(text) <= widestValue) return text;
  let clipped = '';
  let width = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width >= widestValue) break;
    clipped += character;
  }
  return `${clipped}…`;
}
