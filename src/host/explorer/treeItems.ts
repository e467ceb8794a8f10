import * as vscode from 'vscode';
import { hopTitles } from '../../core/identity/hopName.ts';
import { describeError, HopError } from '../../core/errors.ts';
import { errorLine } from '../../core/errorLine.ts';
import { errorText } from '../../core/errorText.ts';
import type { CatalogColumn, DatabaseKind, RelationKind } from '../../core/redshift/catalog/contract.ts';
import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { Target } from '../target.ts';
import { nodeId, type ErrorNode, type ExplorerNode, type GroupNode, type RelationNode } from './nodes.ts';
import type { WarehouseNode } from './nodes.ts';

/** What drawing a node asks of the rest. */
export interface Drawing {
  readonly active: Target;
  isPinned(node: RelationNode): boolean;
  /** Whether the node is to be drawn open: as the person left it. */
  isOpen(node: ExplorerNode): boolean;
}

interface Look {
  readonly label: string;
  readonly icon: string;
  readonly context: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly leaf?: boolean;
  readonly command?: string;
}

/** Headings of the groups of a schema. */
export const groupTitles: Readonly<Record<GroupNode['of'], string>> = {
  table: 'Tables',
  view: 'Views',
  materializedView: 'Materialized Views',
  externalTable: 'External Tables',
  function: 'Functions',
  procedure: 'Procedures',
};

/** What a person calls each kind; starts a sentence. */
export const relationTitles: Readonly<Record<RelationKind, string>> = {
  table: 'Table',
  view: 'View',
  materializedView: 'Materialized view',
  externalTable: 'External table',
};

/** Codicons. */
export const relationIcons: Readonly<Record<RelationKind, string>> = {
  table: 'table',
  view: 'eye',
  materializedView: 'layers',
  externalTable: 'cloud',
};

const databaseIcons: Readonly<Record<DatabaseKind, string>> = {
  local: 'database',
  datashare: 'live-share',
  dataCatalog: 'library',
  s3Tables: 'archive',
  other: 'database',
};

/** Draws a node from what it holds. A tooltip that has to be asked for comes later, when somebody hovers. */
export function treeItem(node: ExplorerNode, drawing: Drawing): vscode.TreeItem {
  const look = lookOf(node, drawing);
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const state = look.leaf ? None : drawing.isOpen(node) ? Expanded : Collapsed;
  const item = new vscode.TreeItem(visibleText(look.label), state);
  item.id = nodeId(node);
  item.iconPath = new vscode.ThemeIcon(look.icon);
  item.contextValue = look.context;
  item.accessibilityInformation = { label: visibleText(look.spoken) };
  if (look.description) item.description = visibleText(look.description);
  if (look.tooltip !== undefined) item.tooltip = plainTooltip(look.tooltip);
  if (look.command) item.command = { command: look.command, title: look.label, arguments: [node] };
  return item;
}

/** Whatever stands in it is shown as text. */
export function plainTooltip(...paragraphs: readonly string[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  paragraphs.forEach((paragraph, at) => {
    if (at > 0) tooltip.appendMarkdown('\n\n');
    tooltip.appendText(visibleText(paragraph));
  });
  return tooltip;
}

function lookOf(node: ExplorerNode, drawing: Drawing): Look {
  // Every kind in one place: what one says is worded beside the others.
  switch (node.kind) {
    case 'account': {
      const { login, name, groups } = node.account;
      return {
        label: login,
        icon: 'account',
        context: 'account',
        description: groups.join(', '),
        tooltip: `${name}, signed in to ${node.profile.name}`,
        spoken: `Account ${login}, groups ${groups.join(', ') || 'none'}`,
      };
    }
    case 'pinnedGroup':
      return { label: 'Pinned', icon: 'pinned', context: 'pinnedGroup', spoken: 'Pinned tables and views' };
    case 'site': {
      const { region } = node.site;
      return {
        label: region,
        icon: 'globe',
        context: 'site',
        tooltip: `Region ${region}`,
        spoken: `Region ${region}`,
      };
    }
    case 'warehouse':
      return warehouseLook(node, isInUse(node, drawing.active));
    case 'database': {
      const { name, kind, type, owner } = node.database;
      return {
        label: name,
        icon: databaseIcons[kind],
        context: 'database',
        description: kind === 'local' ? '' : type,
        tooltip: listed(`Database ${name}`, type, owner && `owner ${owner}`),
        spoken: listed(`Database ${name}`, type),
      };
    }
    case 'schema': {
      const { name, type, owner } = node.schema;
      return {
        label: name,
        icon: 'symbol-namespace',
        context: 'schema',
        description: type === 'local' ? '' : type,
        tooltip: listed(`Schema ${name}`, type, owner && `owner ${owner}`),
        spoken: listed(`Schema ${name}`, type === 'local' ? '' : type),
      };
    }
    case 'group': {
      const title = groupTitles[node.of];
      const count =
        node.count === undefined ? '' : `${node.count.toLocaleString('en')}${node.more ? '+' : ''}`;
      return {
        label: title,
        icon: 'folder',
        context: 'group',
        description: count,
        tooltip: title,
        spoken: count ? `${title}, ${count}` : title,
      };
    }
    case 'relation':
      return relationLook(node, drawing.isPinned(node));
    case 'column': {
      const { name, type } = node.column;
      const marks = columnMarks(node.column);
      return {
        label: name,
        icon: 'symbol-field',
        context: 'column',
        description: [shortType(type), ...marks].join(' · '),
        spoken: `Column ${name}, ${[type, ...marks].join(', ')}`,
        leaf: true,
      };
    }
    case 'routine': {
      const { name, kind, arguments: types, returns } = node.routine;
      const call = `${name}(${types})`;
      return {
        label: call,
        icon: kind === 'function' ? 'symbol-method' : 'symbol-event',
        context: `routine:${kind}`,
        description: returns ?? '',
        tooltip: `${kind === 'function' ? 'Function' : 'Procedure'} ${call}${returns ? `, returns ${returns}` : ''}`,
        spoken: `${kind === 'function' ? 'Function' : 'Procedure'} ${call}`,
        leaf: true,
      };
    }
    case 'notice':
      return {
        label: node.text,
        icon: 'info',
        context: 'notice',
        tooltip: node.text,
        spoken: node.text,
        leaf: true,
      };
    case 'more': {
      const label = node.hidden > 0 ? `Load more (${node.hidden.toLocaleString('en')} left)` : 'Load more';
      return {
        label,
        icon: 'ellipsis',
        context: 'more',
        tooltip: label,
        spoken: label,
        leaf: true,
        command: 'redshiftIdentity.loadMore',
      };
    }
    case 'error':
      return errorLook(node);
  }
}

/** Whether cells run in this workgroup or cluster, as this account. */
export function isInUse({ target, discovered }: WarehouseNode, active: Target): boolean {
  return (
    active.profile?.name === target.profile.name &&
    active.account?.id === target.account.id &&
    active.site?.region === target.site.region &&
    active.warehouse?.kind === discovered.kind &&
    active.warehouse.name === discovered.name
  );
}

function warehouseLook(node: WarehouseNode, inUse: boolean): Look {
  const { kind, name, database, status } = node.discovered;
  // A paused one is told apart before somebody wakes it; what runs goes without saying.
  const state = status === undefined || /^available$/i.test(status) ? [] : [status.toLowerCase()];
  const facts = [database, ...state, ...(inUse ? ['in use'] : [])];
  const title = kind === 'cluster' ? 'Cluster' : 'Workgroup';
  return {
    label: name,
    icon: inUse ? 'pass-filled' : kind === 'cluster' ? 'server' : 'server-environment',
    context: 'warehouse',
    description: facts.join(' · '),
    tooltip: [
      `${title} ${name}`,
      `database ${database}`,
      ...(status ? [`status ${status.toLowerCase()}`] : []),
      ...(node.discovered.listed ? [] : ['found by AWS, not in the profile']),
      ...(inUse ? ['cells run here'] : []),
    ].join(', '),
    spoken: `${title} ${name}, database ${facts.join(', ')}`,
  };
}

/** Without a tooltip: it is asked for when somebody hovers. */
function relationLook({ parent, relation, target }: RelationNode, pinned: boolean): Look {
  const { schema, name, kind, database } = relation;
  const where = [target.site.region, target.warehouse.name, database].join(' · ');
  const isFavourite = parent.kind === 'pinnedGroup';
  return {
    label: isFavourite ? `${schema}.${name}` : name,
    icon: relationIcons[kind],
    context: `relation:${kind}:${pinned ? 'pinned' : 'unpinned'}`,
    description: isFavourite ? where : pinned ? 'pinned' : '',
    spoken: `${relationTitles[kind]} ${isFavourite ? `${schema}.${name}, ${where}` : name}${pinned ? ', pinned' : ''}`,
  };
}

/** What Redshift tells; it doesn't tell everything to everybody. */
function listed(...facts: readonly (string | undefined)[]): string {
  return facts.filter(Boolean).join(', ');
}

/** Types by their shorter names: a line has little room. */
function shortType(type: string): string {
  return type
    .replace(/^character varying\b/, 'varchar')
    .replace(/^character\b/, 'char')
    .replace(/^timestamp without time zone$/, 'timestamp')
    .replace(/^timestamp with time zone$/, 'timestamptz')
    .replace(/^time without time zone$/, 'time')
    .replace(/^time with time zone$/, 'timetz');
}

/** What a column's line says behind its type. */
function columnMarks({ nullable, distributionKey, sortKey }: CatalogColumn): string[] {
  return [
    ...(nullable === false ? ['NOT NULL'] : []),
    ...(distributionKey ? ['DISTKEY'] : []),
    ...(sortKey > 0 ? [`SORTKEY ${sortKey}`] : []),
  ];
}

function errorLook({ error }: ErrorNode): Look {
  const { message, code } = describeError(error);
  const cancelled = code === 'Cancelled';
  // Which role or policy to change depends on who said no.
  const hop = error instanceof HopError ? [`Denied at: ${hopTitles[error.hop]}.`] : [];
  const label = cancelled ? 'Cancelled' : errorLine(message);
  return {
    label,
    icon: cancelled ? 'circle-slash' : 'error',
    context: 'error',
    tooltip: [cancelled ? 'Cancelled.' : errorText(error), ...hop, 'Press to try again.'].join(' '),
    spoken: `Error: ${label.replace(/[.…]+$/, '')}. Press to try again.`,
    leaf: true,
    command: 'redshiftIdentity.refreshNode',
  };
}
