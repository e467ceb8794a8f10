import { formatCount, formatRows } from '../core/redshift/results/resultSummary.ts';
import type { ResultColumn, ResultPayload } from '../protocol/resultPayload.ts';
import { element } from './element.ts';
import { valueCell, valueText } from './valueCell.ts';

/** The rows of a payload as a table that scrolls in itself, with its header in sight. */
export function resultTable(
  document: Document,
  payload: ResultPayload,
  { columns, rows }: NonNullable<ResultPayload['resultSet']>,
): HTMLElement {
  const head = element(document, 'thead', '', headRow(document, columns));
  const body = element(document, 'tbody');
  if (rows.length === 0) body.append(noRows(document, columns.length));
  const caption = element(document, 'caption', 'unseen');
  const scroll = element(document, 'div', 'scroll', element(document, 'table', '', caption, head, body));
  // Without it the keyboard cannot reach what is scrolled away.
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  nameTable(scroll, formatRows(payload));
  appendRows(document, scroll, columns, rows, 0);
  return scroll;
}

/** What a screen reader calls the table. */
export function nameTable(scroll: HTMLElement, rows: string): void {
  const label = `Query result: ${rows}`;
  scroll.setAttribute('aria-label', label);
  const caption = scroll.querySelector('caption');
  if (caption) caption.textContent = label;
}

/** @param first number of the first of these rows in the result, from 0 */
export function appendRows(
  document: Document,
  scroll: HTMLElement,
  columns: readonly ResultColumn[],
  rows: readonly (readonly (string | null)[])[],
  first: number,
): void {
  const drawn = rows.map((row, index) => bodyRow(document, columns, row, first + index));
  scroll.querySelector('tbody')?.append(...drawn);
}

/** @param first what the column before them holds, for screen readers */
export function headRow(document: Document, columns: readonly ResultColumn[], first = 'Row'): HTMLElement {
  const corner = headCell(document, 'corner', element(document, 'span', 'unseen', first));
  const cells = columns.map(({ name, typeName, numeric }) =>
    headCell(
      document,
      numeric ? 'number' : '',
      element(document, 'bdi', 'name', ...valueText(document, name)),
      element(document, 'bdi', 'type', ...valueText(document, typeName)),
    ),
  );
  return element(document, 'tr', '', corner, ...cells);
}

function headCell(document: Document, className: string, ...children: Node[]): HTMLElement {
  const cell = element(document, 'th', className, ...children);
  cell.scope = 'col';
  return cell;
}

function bodyRow(
  document: Document,
  columns: readonly ResultColumn[],
  row: readonly (string | null)[],
  index: number,
): HTMLElement {
  const rowNumber = element(document, 'th', '', formatCount(index + 1));
  rowNumber.scope = 'row';
  const cells = columns.map((column, at) => valueCell(document, row[at] ?? null, column));
  return element(document, 'tr', '', rowNumber, ...cells);
}

/** A line that says so in the place of rows. */
export function noRows(document: Document, width: number): HTMLElement {
  const cell = element(document, 'td', 'none', 'No rows');
  cell.colSpan = width + 1;
  return element(document, 'tr', '', cell);
}
