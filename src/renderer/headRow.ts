import type { ResultColumn } from '../protocol/resultPayload.ts';
import { element } from './element.ts';
import { valueText } from './valueCell.ts';

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

/** A line that says so in the place of rows. */
export function noRows(document: Document, width: number): HTMLElement {
  const cell = element(document, 'td', 'none', 'No rows');
  cell.colSpan = width + 1;
  return element(document, 'tr', '', cell);
}
