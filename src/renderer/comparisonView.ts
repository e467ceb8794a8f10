import { comparisonSummary, ownColumns } from '../core/redshift/results/comparisonText.ts';
import { formatCount, formatDuration, formatRowCount } from '../core/redshift/results/resultSummary.ts';
import { visibleText } from '../core/redshift/results/visibleText.ts';
import type { ComparedSide, ComparisonPayload } from '../protocol/comparisonPayload.ts';
import type { ResultColumn } from '../protocol/resultPayload.ts';
import { element } from './element.ts';
import { headRow, noRows } from './headRow.ts';
import { styleElement } from './style/styleElement.ts';
import { tableStyle } from './style/tableStyle.ts';
import { itemsOf, placeItems } from './summaryItems.ts';
import { messageText, valueCell, valueText } from './valueCell.ts';

type Row = readonly (string | null)[];

/** Rows of one side that the other has not. */
interface OwnRows {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly both: number;
}

/** What two people see, side by side: first the rows that only one has, then those of both. */
export function comparisonView(document: Document, payload: ComparisonPayload): HTMLElement {
  const { left, right, difference } = payload;
  const summary = element(document, 'p', 'verdict', ...valueText(document, comparisonSummary(payload)));
  const { both = 0, leftRows = [], rightRows = [], onlyLeft = 0, onlyRight = 0 } = difference ?? {};
  const sides = element(
    document,
    'div',
    'sides',
    sideView(document, left, right, difference && { rows: leftRows, total: onlyLeft, both }),
    sideView(document, right, left, difference && { rows: rightRows, total: onlyRight, both }),
  );
  const view = element(
    document,
    'section',
    'redshift-identity-result',
    styleElement(document, tableStyle),
    summary,
    sides,
  );
  view.setAttribute('aria-label', 'Two accounts compared');
  return view;
}

function sideView(
  document: Document,
  side: ComparedSide,
  other: ComparedSide,
  own: OwnRows | undefined,
): HTMLElement {
  const { account, resultSet, error, durationMs } = side;
  const rows = resultSet ? ` (${formatRowCount(resultSet.totalRows)})` : '';
  const title = element(document, 'h4', '', 'as ', nameOf(document, account), rows);
  const view = element(document, 'section', 'side', title);
  view.setAttribute('aria-label', `as ${visibleText(account)}`);
  if (error !== undefined) view.append(element(document, 'p', 'problem', ...messageText(document, error)));
  else if (resultSet) view.append(sideTable(document, side, resultSet, other, own));
  else view.append(element(document, 'p', '', 'The statement finished without rows.'));
  const time = durationMs === undefined ? [] : [formatDuration(durationMs)];
  const items = [
    ...time.map((text) => ({ text, title: 'Time that Redshift reported', className: '' })),
    ...placeItems(side),
  ];
  view.append(element(document, 'p', 'summary', ...itemsOf(document, items)));
  return view;
}

function sideTable(
  document: Document,
  { account }: ComparedSide,
  { columns, rows, totalRows }: NonNullable<ComparedSide['resultSet']>,
  other: ComparedSide,
  own: OwnRows | undefined,
): HTMLElement {
  const head = headRow(document, columns, own ? 'Who sees the row' : 'Row');
  const strange = new Set(other.resultSet ? ownColumns(columns, other.resultSet.columns) : []);
  columns.forEach(({ name }, index) => {
    if (!strange.has(name)) return;
    head.children[index + 1]?.classList.add('own');
    head.children[index + 1]?.append(
      element(document, 'span', 'unseen', `, only as ${visibleText(account)}`),
    );
  });
  const label = `Rows as ${visibleText(account)}: ${formatRowCount(totalRows)}`;
  const caption = element(document, 'caption', 'unseen', label);
  const table = element(document, 'table', '', caption, element(document, 'thead', '', head));
  if (own) table.append(...groups(document, account, columns, rows, own));
  else table.append(plainRows(document, columns, rows));
  const scroll = element(document, 'div', 'scroll', table);
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', label);
  return scroll;
}

function groups(
  document: Document,
  account: string,
  columns: readonly ResultColumn[],
  rows: readonly Row[],
  own: OwnRows,
): HTMLElement[] {
  const common = withoutOnce(rows, own.rows);
  const made: HTMLElement[] = [];
  if (own.total > 0) {
    const title = groupTitle(own.total, own.rows.length, 'only ', nameOf(document, account), ' sees');
    made.push(group(document, 'own', title, 'only', columns, own.rows));
  }
  if (own.both > 0) {
    made.push(group(document, '', groupTitle(own.both, common.length, 'both see'), 'both', columns, common));
  }
  return made.length > 0 ? made : [plainRows(document, columns, [])];
}

/** `1,543 rows only ethan@example.com sees, first 200 shown` */
function groupTitle(total: number, shown: number, ...who: (Node | string)[]): (Node | string)[] {
  const rest = shown === 0 ? ', none of them here' : `, first ${formatCount(shown)} shown`;
  return [`${formatRowCount(total)} `, ...who, shown < total ? rest : ''];
}

function group(
  document: Document,
  className: string,
  title: readonly (Node | string)[],
  mark: string,
  columns: readonly ResultColumn[],
  rows: readonly Row[],
): HTMLElement {
  const heading = element(document, 'th', 'group', ...title);
  heading.colSpan = columns.length + 1;
  heading.scope = 'rowgroup';
  const lines = rows.map((row) => rowView(document, mark, columns, row));
  return element(document, 'tbody', className, element(document, 'tr', '', heading), ...lines);
}

function plainRows(document: Document, columns: readonly ResultColumn[], rows: readonly Row[]): HTMLElement {
  const lines = rows.map((row, index) => rowView(document, formatCount(index + 1), columns, row));
  return element(document, 'tbody', '', ...(rows.length > 0 ? lines : [noRows(document, columns.length)]));
}

function rowView(document: Document, head: string, columns: readonly ResultColumn[], row: Row): HTMLElement {
  const first = element(document, 'th', '', head);
  first.scope = 'row';
  const cells = columns.map((column, at) => valueCell(document, row[at] ?? null, column));
  return element(document, 'tr', '', first, ...cells);
}

function nameOf(document: Document, account: string): HTMLElement {
  return element(document, 'bdi', '', ...valueText(document, account));
}

/** The rows without those of `others`, each as often as it stands there: of equal rows none can be told apart. */
function withoutOnce(rows: readonly Row[], others: readonly Row[]): Row[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(JSON.stringify(row), (left.get(JSON.stringify(row)) ?? 0) + 1);
  return rows.filter((row) => {
    const key = JSON.stringify(row);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}
