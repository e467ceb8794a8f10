import { element, type Child } from './element.ts';
import { visibleText } from '../core/redshift/results/visibleText.ts';
import { messageText, valueText } from './valueCell.ts';

/** A piece of a summary line; `title` says what it is, where that isn't plain. */
export interface SummaryItem {
  readonly text: string;
  readonly title: string;
  readonly className: string;
}

interface Place {
  readonly region: string;
  readonly warehouse: string;
  readonly database?: string;
  readonly statementId?: string;
}

/** Where a statement ran, and its ID. */
export function placeItems(place: Place): SummaryItem[] {
  return [{ text: place.region, title: 'Region', className: '' }, ...warehouseItems(place)];
}

export function warehouseItems({ warehouse, database, statementId }: Place): SummaryItem[] {
  const title = `Workgroup or cluster${database === undefined ? '' : `; database ${database}`}`;
  return [
    { text: warehouse, title, className: '' },
    ...(statementId === undefined
      ? []
      : [{ text: statementId, title: 'Statement ID', className: 'statement-id' }]),
  ];
}

/** The pieces with dots between them; a line that ends, ends behind a dot. */
export function itemsOf(document: Document, items: readonly SummaryItem[]): Child[] {
  return items.flatMap(({ text, title, className }, index) => {
    const isId = className === 'statement-id';
    const words = className === 'failed' ? messageText : valueText;
    const item = element(document, 'bdi', className, ...words(document, text));
    if (title !== '') item.title = isId ? `${title} ${visibleText(text)}` : title;
    const piece = element(document, 'span', 'piece');
    if (isId) piece.append(element(document, 'span', 'piece-name', 'statement ID '));
    piece.append(item);
    if (index === items.length - 1) return [piece];
    piece.append(' ·');
    return [piece, ' '];
  });
}
