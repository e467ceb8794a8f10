import {
  formatCount,
  formatDuration,
  formatRowCount,
  formatRows,
} from '../core/redshift/results/resultSummary.ts';
import type { ResultPayload } from '../protocol/resultPayload.ts';
import { element } from './element.ts';
import { itemsOf, placeItems, type SummaryItem } from './summaryItems.ts';
import { iconButton } from './tools/button.ts';

export interface ResultFacts {
  readonly element: HTMLElement;
  /** Rows that pass the filters. */
  showRows(rowCount: number): void;
}

/** The line that says what ran where and as whom, and what it gave. */
export function resultFacts(document: Document, payload: ResultPayload): ResultFacts {
  const { region, warehouse, database, statementId, account, durationMs, resultSet, parts } = payload;
  const place = parts === undefined ? placeItems({ region, warehouse, database, statementId }) : [];
  const bytes = resultSet?.bytes;
  // Whoever can ask for rows has them all.
  const hasAll = resultSet?.resultId !== undefined;
  const items: SummaryItem[] = [
    { text: formatRows(payload, hasAll ? resultSet.totalRows : undefined), title: '', className: 'rows' },
    { text: formatDuration(durationMs), title: 'Time that Redshift reported', className: '' },
    ...(bytes === undefined
      ? []
      : [{ text: formatBytes(bytes), title: 'Size of the whole result', className: '' }]),
    { text: account, title: 'Ran as this person', className: '' },
    ...place,
  ];
  const line = element(document, 'p', 'summary', ...itemsOf(document, items));
  line.querySelector('.statement-id')?.after(copyButton(document, statementId));
  const rows = line.querySelector('.rows');
  return {
    element: line,
    showRows(rowCount) {
      if (!rows || !resultSet) return;
      const { totalRows } = resultSet;
      rows.textContent =
        rowCount === totalRows
          ? formatRows(payload, hasAll ? totalRows : undefined)
          : `${formatCount(rowCount)} of ${formatRowCount(totalRows)}`;
    },
  };
}

function copyButton(document: Document, statementId: string): HTMLElement {
  const button = iconButton(document, 'copy', 'Copy Statement ID', () => {
    void document.defaultView?.navigator.clipboard.writeText(statementId).then(
      () => tell('Copied'),
      () => tell('Copying is not allowed here'),
    );
  });
  const said = element(document, 'span', 'said');
  said.setAttribute('role', 'status');
  const tell = (words: string): void => {
    said.textContent = words;
    setTimeout(() => (said.textContent = ''), 2_000);
  };
  return element(document, 'span', 'copy-id', button, said);
}

/** `512 bytes`, `98.3 MB`: as Redshift's limits count them, in thousands. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let size = bytes / 1000;
  // Rounded it would be a thousand.
  while (size >= 999.95 && units.length > 1) {
    size /= 1000;
    units.shift();
  }
  return `${size < 10 ? Number(size.toFixed(1)) : Math.round(size)} ${units[0]}`;
}
