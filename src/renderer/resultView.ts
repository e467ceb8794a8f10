import { formatDuration, formatRows } from '../core/redshift/results/resultSummary.ts';
import type { ResultPayload } from '../protocol/resultPayload.ts';
import { element } from './element.ts';
import { resultTable } from './resultTable.ts';
import { valueText } from './valueCell.ts';

/** A statement's result: its rows, if it has any, and a line that says what ran where and as whom. */
export function resultView(document: Document, payload: ResultPayload): HTMLElement {
  const view = element(document, 'section', 'redshift-identity-result');
  view.setAttribute('aria-label', 'Statement result');
  if (payload.resultSet !== undefined) view.append(resultTable(document, payload, payload.resultSet));
  view.append(summaryLine(document, payload));
  return view;
}

/** A sentence in the place of a result that cannot be drawn. */
export function problemView(document: Document, message: string): HTMLElement {
  const sentence = element(document, 'p', 'problem', message);
  sentence.setAttribute('role', 'alert');
  return element(document, 'section', 'redshift-identity-result', sentence);
}

function summaryLine(document: Document, payload: ResultPayload): HTMLElement {
  const { account, region, warehouse, database, durationMs, statementId } = payload;
  const items: { text: string; title: string; className: string }[] = [
    { text: formatRows(payload), title: '', className: 'rows' },
    { text: formatDuration(durationMs), title: 'Time that Redshift reported', className: '' },
    { text: account, title: 'Ran as this person', className: '' },
    { text: region, title: 'Region', className: '' },
    { text: warehouse, title: `Workgroup or cluster; database ${database}`, className: '' },
    { text: statementId, title: 'Statement ID', className: 'statement-id' },
  ];
  const line = element(document, 'p', 'summary');
  items.forEach(({ text, title, className }, index) => {
    const item = element(document, 'bdi', className, ...valueText(document, text));
    if (title !== '') item.title = title;
    if (className === 'statement-id') line.append(' · statement ID ', item);
    else line.append(...(index === 0 ? [] : [' · ']), item);
  });
  return line;
}
