import { partText } from '../core/redshift/results/partText.ts';
import { formatDuration, formatRows } from '../core/redshift/results/resultSummary.ts';
import type { ResultPart, ResultPayload } from '../protocol/resultPayload.ts';
import { element, type Child } from './element.ts';
import { resultTable } from './resultTable.ts';
import { messageText, valueText } from './valueCell.ts';

/** A statement's result: its rows, if it has any, and a line that says what ran where and as whom. */
export function resultView(document: Document, payload: ResultPayload): HTMLElement {
  const view = element(document, 'section', 'redshift-identity-result');
  view.setAttribute('aria-label', 'Statement result');
  if (payload.resultSet !== undefined) view.append(resultTable(document, payload, payload.resultSet));
  view.append(summaryLine(document, payload));
  if (payload.parts !== undefined) view.append(partList(document, payload.parts));
  return view;
}

/** A sentence in the place of a result that cannot be drawn. */
export function problemView(document: Document, message: string): HTMLElement {
  const sentence = element(document, 'p', 'problem', message);
  sentence.setAttribute('role', 'alert');
  return element(document, 'section', 'redshift-identity-result', sentence);
}

/** What a cell says beside its results. */
export function noticeView(document: Document, text: string): HTMLElement {
  const line = element(document, 'p', 'notice', ...messageText(document, text));
  return element(document, 'section', 'redshift-identity-result', line);
}

function summaryLine(document: Document, payload: ResultPayload): HTMLElement {
  const { account, region, warehouse, database, durationMs, statementId, parts } = payload;
  const line = element(document, 'p', 'summary');
  line.append(
    ...itemsOf(document, [
      { text: formatRows(payload), title: '', className: 'rows' },
      { text: formatDuration(durationMs), title: 'Time that Redshift reported', className: '' },
      { text: account, title: 'Ran as this person', className: '' },
      ...(parts === undefined ? placeItems({ region, warehouse, statementId, database }) : []),
    ]),
  );
  return line;
}

/** Where several statements gave the result: a line for each. */
function partList(document: Document, parts: readonly ResultPart[]): HTMLElement {
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

function warehouseItems({ warehouse, database, statementId }: Place): SummaryItem[] {
  const title = `Workgroup or cluster${database === undefined ? '' : `; database ${database}`}`;
  return [
    { text: warehouse, title, className: '' },
    ...(statementId === undefined
      ? []
      : [{ text: statementId, title: 'Statement ID', className: 'statement-id' }]),
  ];
}

/** The pieces with dots between them. */
export function itemsOf(document: Document, items: readonly SummaryItem[]): Child[] {
  return items.flatMap(({ text, title, className }, index) => {
    const words = className === 'failed' ? messageText : valueText;
    const item = element(document, 'bdi', className, ...words(document, text));
    if (title !== '') item.title = title;
    if (className === 'statement-id') return [' · statement ID ', item];
    return index === 0 ? [item] : [' · ', item];
  });
}
