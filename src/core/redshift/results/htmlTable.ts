import type { ResultPayload } from '../../../protocol/resultPayload.ts';
import { cutText } from './cutText.ts';
import { formatCount, formatDuration, formatRows } from './resultSummary.ts';
import { visibleText } from './visibleText.ts';

/** Characters of a value or a name. */
const longestValue = 200;
const mostRows = 20;
const mostColumns = 50;
/** Bytes. */
const largest = 32_000;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A result as a plain HTML table, for front ends without the renderer: the first rows, everything in it escaped. */
export function htmlTable(payload: ResultPayload): string {
  const { resultSet } = payload;
  const rows = Math.min(mostRows, resultSet?.rows.length ?? 0);
  const columns = Math.min(mostColumns, resultSet?.columns.length ?? 0);
  for (let [height, width] = [rows, columns]; ;) {
    const html = tableOf(payload, height, width);
    if (new TextEncoder().encode(html).length <= largest) return html;
    if (height > 3) height = Math.ceil(height / 2);
    else width = Math.floor(width / 2);
  }
}

function tableOf(payload: ResultPayload, height: number, width: number): string {
  const { resultSet, durationMs } = payload;
  if (resultSet === undefined) return summary([formatRows(payload), formatDuration(durationMs)]);
  const columns = resultSet.columns.slice(0, width);
  const rows = resultSet.rows.slice(0, height);
  const all = resultSet.totalColumns ?? resultSet.columns.length;
  const cells = (row: readonly (string | null)[]): string =>
    columns.map(({ numeric }, at) => cell(row[at] ?? null, numeric)).join('');
  return [
    '<table>',
    `<thead><tr>${columns.map(({ name }) => `<th scope="col">${shown(name)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => `<tr>${cells(row)}</tr>`),
    '</tbody>',
    '</table>',
    summary([
      formatRows({ ...payload, resultSet: { ...resultSet, rows } }),
      ...(columns.length < all ? [`${formatCount(columns.length)} of ${formatCount(all)} columns`] : []),
      formatDuration(durationMs),
    ]),
  ].join('\n');
}

function cell(value: string | null, numeric: boolean): string {
  if (value === null) return '<td><i>NULL</i></td>';
  return `<td${numeric ? ' align="right"' : ''}>${shown(value)}</td>`;
}

function summary(parts: readonly string[]): string {
  return `<p>${parts.map(escaped).join(' · ')}</p>`;
}

function shown(value: string): string {
  const text = visibleText(cutText(value, longestValue));
  return escaped(value.length > longestValue ? `${text}…` : text);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
