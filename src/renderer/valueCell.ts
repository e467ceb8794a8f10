import { visibleParts, visibleText } from '../core/redshift/results/visibleText.ts';
import type { ResultColumn } from '../protocol/resultPayload.ts';
import { element } from './element.ts';

/** Characters from which on a value may be cut off, and gets a tooltip. */
const longValue = 48;
/** Characters of a tooltip. */
const longestTooltip = 2000;

/** One value of a result. NULL, '' and hidden characters each look unlike any text. */
export function valueCell(document: Document, value: string | null, { numeric }: ResultColumn): HTMLElement {
  const cell = element(document, 'td', numeric ? 'number' : '');
  if (value === null) {
    cell.classList.add('null');
    cell.textContent = 'NULL';
  } else if (value === '') {
    cell.classList.add('empty');
    cell.title = 'Empty text';
  } else {
    cell.append(...valueText(document, value));
    if (value.length > longValue) cell.title = visibleText(value.slice(0, longestTooltip));
  }
  return cell;
}

/** Text from the warehouse as nodes, with an escape in the place of each character that would not be seen. */
export function valueText(document: Document, value: string): Node[] {
  return visibleParts(value).map(({ text, escape }) =>
    escape ? element(document, 'span', 'escape', text) : document.createTextNode(text),
  );
}

/** Likewise for a message of several lines, in an element that keeps their ends. */
export function messageText(document: Document, message: string): Node[] {
  return message
    .split('\n')
    .flatMap((line, index) => [
      ...(index > 0 ? [document.createTextNode('\n')] : []),
      ...valueText(document, line),
    ]);
}
