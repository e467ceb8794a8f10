import * as vscode from 'vscode';
import { isCancel } from '../../core/errors.ts';
import { errorText } from '../../core/errorText.ts';
import type { CompleteTarget } from '../target.ts';
import { withoutIcons } from '../withoutIcons.ts';
import type { History, KeptHistory } from './history.ts';
import {
  historyItems,
  type HistoryItem,
  type StatementAction,
  type StatementButton,
} from './historyItems.ts';
import { openResult, type OpenResultServices } from './openResult.ts';
import { insertStatement, runAgain, type RunAgainServices } from './runAgain.ts';
import { statementsElsewhere, type ShownStatement } from './shownStatement.ts';

export interface HistoryServices extends OpenResultServices, RunAgainServices {
  readonly history: History;
}

/** What the person chose to do when the list closed. */
type Choice =
  | { readonly action: StatementAction | 'insert'; readonly statement: ShownStatement }
  | { readonly action: 'openSetting' | 'clear' };

/** Statements shown at first, and more each time the person asks for older ones. */
const step = 200;
/** Statements asked of Redshift at most: 100 a call, of 3 calls a second that a whole account has. */
const mostListed = 300;

const clearButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('clear-all'),
  tooltip: 'Clear History…',
};

/** Lets the person search what ran, and does with a statement what they choose. */
export async function showHistory(services: HistoryServices): Promise<void> {
  const choice = await pickStatement(services);
  switch (choice?.action) {
    case 'insert':
      return insertStatement(choice.statement, services);
    case 'runAgain':
      return runAgain(choice.statement, services);
    case 'openResult':
      return openResult(choice.statement, services);
    case 'openSetting':
      await vscode.commands.executeCommand(
        'workbench.action.openSettings',
        'redshiftIdentity.history.enabled',
      );
      return;
    case 'clear':
      return clearHistory(services.history);
  }
}

/** Deletes the history of all windows of this computer, once the person has confirmed it. */
export async function clearHistory(history: History): Promise<void> {
  const yes = 'Clear History';
  const answer = await vscode.window.showWarningMessage(
    'Delete the query history?',
    { modal: true, detail: 'That of all windows on this computer. What ran at Redshift is not undone.' },
    yes,
  );
  if (answer === yes) await history.clear();
}

function pickStatement(services: HistoryServices): Promise<Choice | undefined> {
  const { history, profiles } = services;
  const pick = vscode.window.createQuickPick<HistoryItem>();
  const closed = new AbortController();
  let statements: readonly ShownStatement[] = [];
  let notes: readonly HistoryItem[] = [];
  let limit = step;

  /** @param typed whether the person looks for something else: the first one is then theirs */
  const draw = (typed = false): void => {
    if (closed.signal.aborted) return;
    const active = pick.activeItems[0]?.statement;
    const items = historyItems({
      statements,
      search: pick.value,
      limit,
      now: Date.now(),
      namesProfile: profiles.all.length > 1,
    });
    const off = history.enabled ? [] : [offItem];
    pick.keepScrollPosition = !typed;
    pick.items = [...off, ...items, ...notes];
    if (typed) return;
    // A statement that was found meanwhile must not take the place of the one that is about to be chosen.
    const same = active && items.find(({ statement }) => statement === active);
    const first = same ?? items.find(({ statement }) => statement);
    if (first) pick.activeItems = [first];
  };
  const fill = async (): Promise<void> => {
    const kept = await history.read();
    statements = kept.entries;
    draw();
    try {
      const elsewhere = await askRedshift(services, kept, closed.signal);
      if (elsewhere.length === 0 && statements.length > 0) return;
      statements = [...statements, ...elsewhere].sort((left, right) => right.startedAt - left.startedAt);
      if (statements.length === 0) notes = [emptyItem];
    } catch (error) {
      if (isCancel(error)) return;
      notes = [failedItem(error)];
    }
    draw();
  };

  pick.title = 'Query History';
  pick.placeholder = 'Search SQL, accounts, Regions; Enter puts a statement into a new cell';
  pick.buttons = [clearButton];
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  return new Promise((resolve, reject) => {
    const close = (choice?: Choice): void => {
      resolve(choice);
      pick.hide();
    };
    pick.onDidChangeValue(() => {
      limit = step;
      draw(true);
    });
    pick.onDidAccept(() => {
      const { statement, action } = pick.selectedItems[0] ?? {};
      if (statement) close({ action: 'insert', statement });
      else if (action === 'openSetting') close({ action });
      else if (action === 'showMore') {
        limit += step;
        draw();
      }
    });
    pick.onDidTriggerButton(() => close({ action: 'clear' }));
    pick.onDidTriggerItemButton(({ item: { statement }, button }) => {
      const { action } = button as StatementButton;
      if (!statement) return;
      // Copying is no reason to lose one's place in the list.
      if (action === 'copySql') void copy(statement.sql, 'SQL');
      else if (action === 'copyStatementId') void copy(statement.statementId ?? '', 'Statement ID');
      else close({ action, statement });
    });
    pick.onDidHide(() => {
      closed.abort();
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
    fill()
      .catch((error: unknown) => {
        reject(error);
        pick.hide();
      })
      .finally(() => {
        if (!closed.signal.aborted) pick.busy = false;
      });
  });
}

/** What the Data API remembers of the active account in the active warehouse; nothing where nobody is signed in. */
async function askRedshift(
  { history, targets, sites }: HistoryServices,
  { entries, clearedAt }: KeptHistory,
  signal: AbortSignal,
): Promise<ShownStatement[]> {
  const { profile, account, site, warehouse, problem } = targets.active;
  if (!profile || !account || !site || !warehouse || problem) return [];
  const target: CompleteTarget = { profile, account, site, warehouse };
  const at = sites.get(profile, site, account);
  const listed = await at.listStatements(warehouse, { atMost: mostListed, signal });
  return statementsElsewhere(listed, {
    target,
    kept: entries,
    clearedAt,
    enabled: history.enabled,
    isRunning: (name) => history.isRunning(name),
  });
}

async function copy(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`${what} copied`, 3000);
}

const offItem: HistoryItem = {
  label: 'The history is off: what runs is not kept',
  detail: 'Older entries stay until you clear them. Choose this to see the setting.',
  iconPath: new vscode.ThemeIcon('circle-slash'),
  alwaysShow: true,
  action: 'openSetting',
};

const emptyItem: HistoryItem = {
  label: 'No statement has run yet',
  iconPath: new vscode.ThemeIcon('info'),
  alwaysShow: true,
};

function failedItem(error: unknown): HistoryItem {
  return {
    label: 'Statements of other windows could not be listed',
    detail: withoutIcons(errorText(error)),
    iconPath: new vscode.ThemeIcon('warning'),
    alwaysShow: true,
  };
}
