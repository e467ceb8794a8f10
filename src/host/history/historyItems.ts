import * as vscode from 'vscode';
import { formatCount, formatDuration } from '../../core/redshift/results/resultSummary.ts';
import { withoutIcons } from '../withoutIcons.ts';
import { canOpenResult, type ShownStatement } from './shownStatement.ts';

/** A row of the history; those without a statement say something. */
export interface HistoryItem extends vscode.QuickPickItem {
  readonly statement?: ShownStatement;
  readonly action?: 'showMore' | 'openSetting';
}

export type StatementAction = 'runAgain' | 'copySql' | 'openResult' | 'copyStatementId';

export interface StatementButton extends vscode.QuickInputButton {
  readonly action: StatementAction;
}

export interface HistoryItemsRequest {
  /** Newest first. */
  readonly statements: readonly ShownStatement[];
  /** What the person typed: every word of it has to be in the statement or in what is said of it. */
  readonly search: string;
  /** Statements at most: a list of ten thousand would hold up the window. */
  readonly limit: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether profiles are told apart. */
  readonly namesProfile: boolean;
}

const button = (icon: string, tooltip: string, action: StatementAction): StatementButton => ({
  iconPath: new vscode.ThemeIcon(icon),
  tooltip,
  action,
});
const runAgain = button('run', 'Run Again in a New Cell', 'runAgain');
const openResult = button('table', 'Open Result Without Running', 'openResult');
const copySql = button('copy', 'Copy SQL', 'copySql');
const copyStatementId = button('symbol-key', 'Copy Statement ID', 'copyStatementId');

const icons: Readonly<Record<ShownStatement['state'], string>> = {
  FINISHED: 'pass',
  FAILED: 'error',
  ABORTED: 'circle-slash',
  SUBMITTED: 'clock',
  PICKED: 'clock',
  STARTED: 'sync',
};
// Made once: each takes longer to make than a thousand rows to format.
const timeFormat = new Intl.DateTimeFormat('en-US', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dayFormat = new Intl.DateTimeFormat('en-US', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
/** Characters of a label: it is one line. */
const longestLabel = 160;

/** The statements that hold what was typed, newest first below their days. */
export function historyItems(request: HistoryItemsRequest): HistoryItem[] {
  const { statements, search, limit, now } = request;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found =
    words.length === 0
      ? statements
      : statements.filter((one) => words.every((word) => searched(one).includes(word)));
  const items: HistoryItem[] = [];
  let day = '';
  for (const statement of found.slice(0, limit)) {
    const own = dayOf(statement.startedAt, now);
    if (own !== day) items.push({ label: own, kind: vscode.QuickPickItemKind.Separator });
    day = own;
    items.push(itemOf(statement, request));
  }
  const more = found.length - limit;
  if (more > 0) {
    const label = `Show older statements (${formatCount(more)} more)`;
    items.push({ label, action: 'showMore', alwaysShow: true, iconPath: new vscode.ThemeIcon('ellipsis') });
  }
  return items;
}

function itemOf(statement: ShownStatement, { now, namesProfile }: HistoryItemsRequest): HistoryItem {
  const { login, region, warehouse, database, profile, origin, state } = statement;
  const where = [
    login,
    region,
    warehouse,
    ...(database ? [database] : []),
    ...(namesProfile ? [profile] : []),
  ];
  return {
    label: withoutIcons(oneLine(statement.sql)),
    description: withoutIcons(where.join(' · ')),
    detail: withoutIcons([...howItWent(statement), ...(origin ? [origin] : [])].join(' · ')),
    iconPath: new vscode.ThemeIcon(icons[state]),
    buttons: [
      runAgain,
      ...(canOpenResult(statement, now) ? [openResult] : []),
      copySql,
      ...(statement.statementId === undefined ? [] : [copyStatementId]),
    ],
    // What was typed may stand in a later line of the statement.
    alwaysShow: true,
    statement,
  };
}

function howItWent({
  startedAt,
  state,
  durationMs,
  rows,
  hasResultSet,
  code,
  queryId,
}: ShownStatement): string[] {
  const counted = `${formatCount(rows ?? 0)} ${rows === 1 ? 'row' : 'rows'}`;
  return [
    timeFormat.format(startedAt),
    ...(durationMs === undefined ? [] : [formatDuration(durationMs)]),
    ...(rows === undefined ? [] : [hasResultSet === false ? `${counted} affected` : counted]),
    stateText(state) + (code ? `: ${code}` : ''),
    ...(queryId === undefined ? [] : [`query ${queryId}`]),
  ];
}

function stateText(state: ShownStatement['state']): string {
  if (state === 'FINISHED') return 'finished';
  if (state === 'FAILED') return 'failed';
  return state === 'ABORTED' ? 'cancelled' : 'running';
}

/** People write SELECT in a line of its own: as many lines as have room, as one. */
function oneLine(sql: string): string {
  // Before the rest is looked at: a statement has up to 100,000 characters.
  const text = sql
    .slice(0, longestLabel * 4)
    .replaceAll(/[ \t\r\n]+/g, ' ')
    .trim();
  const [...characters] = text;
  const cut = characters.length > longestLabel || sql.length > longestLabel * 4;
  return cut ? `${characters.slice(0, longestLabel).join('')}…` : text;
}

function dayOf(time: number, now: number): string {
  const day = new Date(time);
  const today = new Date(now);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return 'Today';
  if (day.toDateString() === yesterday.toDateString()) return 'Yesterday';
  return dayFormat.format(day);
}

const lowerCase = new WeakMap<ShownStatement, string>();

/** Kept for as long as the statement: each key that is pressed looks at thousands of them. */
function searched(statement: ShownStatement): string {
  let text = lowerCase.get(statement);
  if (text === undefined) {
    const { sql, login, region, warehouse, database = '', profile, statementId = '', code = '' } = statement;
    const { origin = '', state, queryId = '' } = statement;
    const parts = [sql, login, region, warehouse, database, profile, statementId, code, origin, queryId];
    text = [...parts, stateText(state)].join('\n').toLowerCase();
    lowerCase.set(statement, text);
  }
  return text;
}
