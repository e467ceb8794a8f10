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
  const label = `Query result: ${formatRows(payload)}`;
  const head = element(document, 'thead', '', headRow(document, columns));
  const body = element(document, 'tbody');
  rows.forEach((row, index) => body.append(bodyRow(document, columns, row, index)));
  if (rows.length === 0) body.append(noRows(document, columns.length));
  const caption = element(document, 'caption', 'unseen', label);
  const scroll = element(document, 'div', 'scroll', element(document, 'table', '', caption, head, body));
  // Without it the keyboard cannot reach what is scrolled away.
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', label);
  return scroll;
}

function headRow(document: Document, columns: readonly ResultColumn[]): HTMLElement {
  const corner = headCell(document, 'corner', element(document, 'span', 'unseen', 'Row'));
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

function noRows(document: Document, width: number): HTMLElement {
  const cell = element(document, 'td', 'none', 'No rows');
  cell.colSpan = width + 1;
  return element(document, 'tr', '', cell);
}
