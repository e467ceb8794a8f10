import { partText } from '../core/redshift/results/partText.ts';
import type { ResultPart } from '../protocol/resultPayload.ts';
import { element } from './element.ts';
import { itemsOf, warehouseItems } from './summaryItems.ts';

/** Where several statements gave the result: a line for each. */
export function partList(document: Document, parts: readonly ResultPart[]): HTMLElement {
  const list = element(document, 'ul', 'parts');
  list.setAttribute('aria-label', 'Regions');
  for (const part of parts) {
    const { region, error } = part;
    const head = { text: region, title: 'Region', className: 'region' };
    const end = { text: partText(part), title: '', className: error === undefined ? '' : 'failed' };
    const place = warehouseItems(part);
    // An error may be long, or of several lines: nothing comes after it.
    const items = error === undefined ? [head, end, ...place] : [head, ...place, end];
    list.append(element(document, 'li', '', ...itemsOf(document, items)));
  }
  return list;
}
