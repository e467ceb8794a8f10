import * as vscode from 'vscode';
import { hopNames, hopTitles, type HopName } from '../../core/identity/hopName.ts';
import type { HopState } from '../../core/identity/hopState.ts';
import { timeLeft } from '../../core/identity/timeLeft.ts';
import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { DetailNode, NoteNode } from './identityNodes.ts';

/** Short, so that state and countdown fit beside them in a narrow sidebar. */
const titles: Readonly<Record<HopName, string>> = {
  okta: 'Okta',
  bridgeRole: 'Bridge role',
  identityCenter: 'Identity Center',
  identityEnhancedSession: 'Role session',
  redshiftUser: 'Redshift',
};

type StateName = HopState['state'];

const icons: Readonly<Record<StateName, vscode.ThemeIcon>> = {
  idle: new vscode.ThemeIcon('circle-outline'),
  running: new vscode.ThemeIcon('sync~spin'),
  ready: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  expired: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
};

const words: Readonly<Record<StateName, string>> = {
  idle: 'not asked yet',
  running: 'asking…',
  ready: 'ready',
  expired: 'expired',
  failed: 'failed',
};

/** State and countdown of a hop: `ready · 58 min`. @param now milliseconds since the epoch */
export function hopDescription(state: HopState, now: number): string {
  const { expires, error } = state;
  const name = stateAt(state, now);
  if (name === 'failed' && error?.awsCode) return `failed · ${visibleText(error.awsCode)}`;
  if (name === 'expired' && expires) return timeLeft(expires, now);
  return name === 'ready' && expires ? `ready · ${timeLeft(expires, now)}` : words[name];
}

/** @param now milliseconds since the epoch */
export function hopItem(state: HopState, now: number): vscode.TreeItem {
  const { hop, expires, error } = state;
  const name = stateAt(state, now);
  const item = new vscode.TreeItem(titles[hop], vscode.TreeItemCollapsibleState.Collapsed);
  item.id = hop;
  item.iconPath = icons[name];
  item.description = hopDescription(state, now);
  item.contextValue = 'hop';
  item.tooltip = error ? visibleText(error.message) : tooltips[hop];
  const title = hop === 'identityEnhancedSession' ? hopTitles[hop] : titles[hop];
  const left = expires && name === 'ready' ? `, ${minutesLeft(expires, now)}` : '';
  item.accessibilityInformation = {
    label: `Hop ${hopNames.indexOf(hop) + 1} of ${hopNames.length}, ${title}, ${words[name]}${left}`,
  };
  return item;
}

/** Whole minutes, as many as are shown: a screen reader would read each new text. */
function minutesLeft(expires: Date, now: number): string {
  const minutes = Math.floor((expires.getTime() - now) / 60_000);
  if (minutes === 0) return 'less than a minute left';
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} left`;
}

const tooltips: Readonly<Record<HopName, string>> = {
  okta: 'Who Okta says you are: the claims of the ID token',
  bridgeRole: 'The role that may exchange the ID token at IAM Identity Center; it carries no identity',
  identityCenter: 'Whom IAM Identity Center takes you for, and the application that asked',
  identityEnhancedSession:
    'The identity-enhanced role session, which carries your identity into every statement',
  redshiftUser: 'Whom Redshift takes you for: the user and the roles that decide what you may see',
};

export function detailItem({ id, label, value, children }: DetailNode, expanded = false): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(visibleText(label), children ? (expanded ? Expanded : Collapsed) : None);
  const shown = visibleText(instant(value) ?? value);
  item.id = id;
  item.description = shown;
  // Plain text: a Markdown string would draw what Okta, AWS and Redshift named.
  item.tooltip = `${visibleText(label)}: ${visibleText(value)}`;
  item.contextValue = 'detail';
  item.accessibilityInformation = { label: `${visibleText(label)}: ${shown}` };
  return item;
}

export function noteItem({ id, text, more = text, icon, refreshes }: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(visibleText(text));
  item.id = id;
  item.iconPath =
    icon === 'error'
      ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'))
      : new vscode.ThemeIcon(icon);
  item.tooltip = visibleText(more);
  item.contextValue = 'note';
  if (refreshes) {
    item.command = {
      command: 'redshiftIdentity.refreshHop',
      title: 'Refresh Hop',
      arguments: [{ kind: 'hop', hop: refreshes }],
    };
  }
  const role = icon === 'error' ? 'Error: ' : icon === 'lightbulb' ? 'Remedy: ' : '';
  item.accessibilityInformation = { label: role + visibleText(text) };
  return item;
}

/** A point in time as the person's clock shows it; undefined for other values. */
function instant(value: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return undefined;
  return new Date(value).toLocaleString();
}

/** A state may be older than the end of what it tells of. */
function stateAt({ state, expires }: HopState, now: number): StateName {
  return state === 'ready' && expires !== undefined && expires.getTime() <= now ? 'expired' : state;
}
