import type { Profile, Site } from '../../core/identity/profile.ts';
import type {
  CatalogColumn,
  CatalogDatabase,
  CatalogRelation,
  CatalogRoutine,
  CatalogSchema,
  RelationKind,
  RoutineKind,
} from '../../core/redshift/catalog/contract.ts';
import type { DiscoveredWarehouse } from '../../core/redshift/discovery.ts';
import type { StoredAccount } from '../auth/account.ts';
import type { CompleteTarget } from '../target.ts';

interface Place {
  /** Every name on the way from the root; the identity of the node. */
  readonly path: readonly string[];
}

export interface AccountNode extends Place {
  readonly kind: 'account';
  readonly parent: undefined;
  readonly profile: Profile;
  readonly account: StoredAccount;
}

/** The favourites of an account. */
export interface PinnedGroupNode extends Place {
  readonly kind: 'pinnedGroup';
  readonly parent: AccountNode;
  readonly profile: Profile;
  readonly account: StoredAccount;
}

/** A Region. */
export interface SiteNode extends Place {
  readonly kind: 'site';
  readonly parent: AccountNode;
  readonly profile: Profile;
  readonly account: StoredAccount;
  readonly site: Site;
}

/** What is asked of a workgroup or cluster, and as whom. */
interface InWarehouse extends Place {
  readonly target: CompleteTarget;
}

export interface WarehouseNode extends InWarehouse {
  readonly kind: 'warehouse';
  readonly parent: SiteNode;
  readonly discovered: DiscoveredWarehouse;
}

export interface DatabaseNode extends InWarehouse {
  readonly kind: 'database';
  readonly parent: WarehouseNode;
  readonly database: CatalogDatabase;
}

export interface SchemaNode extends InWarehouse {
  readonly kind: 'schema';
  readonly parent: DatabaseNode;
  readonly schema: CatalogSchema;
}

/** The relations or routines of one kind. */
export interface GroupNode extends InWarehouse {
  readonly kind: 'group';
  readonly parent: SchemaNode;
  readonly of: RelationKind | RoutineKind;
  /** How many are fetched; undefined where nothing was asked yet. */
  readonly count: number | undefined;
  /** There are more than those. */
  readonly more: boolean;
}

/** A table or view, at its place or among the favourites. */
export interface RelationNode extends InWarehouse {
  readonly kind: 'relation';
  readonly parent: GroupNode | PinnedGroupNode;
  readonly relation: CatalogRelation;
}

export interface ColumnNode extends InWarehouse {
  readonly kind: 'column';
  readonly parent: RelationNode;
  readonly column: CatalogColumn;
}

export interface RoutineNode extends InWarehouse {
  readonly kind: 'routine';
  readonly parent: GroupNode;
  readonly routine: CatalogRoutine;
}

/** One quiet line: what was denied and how it was read instead, or that there is nothing. */
export interface NoticeNode extends Place {
  readonly kind: 'notice';
  readonly parent: LevelNode;
  readonly text: string;
}

/** A level that could not be read. */
export interface ErrorNode extends Place {
  readonly kind: 'error';
  readonly parent: LevelNode;
  readonly error: unknown;
}

/** The rest of a long level. */
export interface MoreNode extends Place {
  readonly kind: 'more';
  readonly parent: LevelNode;
  /** How many of the fetched ones are not drawn; 0 where the next ones have to be fetched. */
  readonly hidden: number;
}

/** Nodes that have nodes below them. */
export type LevelNode =
  | AccountNode
  | PinnedGroupNode
  | SiteNode
  | WarehouseNode
  | DatabaseNode
  | SchemaNode
  | GroupNode
  | RelationNode;

/** Whatever the tree shows. */
export type ExplorerNode = LevelNode | ColumnNode | RoutineNode | NoticeNode | ErrorNode | MoreNode;

/** Whether something may be below it. */
export function isLevel(node: ExplorerNode): node is LevelNode {
  return !['column', 'routine', 'notice', 'error', 'more'].includes(node.kind);
}

/** The same for the same things over every redraw. A name may hold any character, so none can join them. */
export function nodeId({ path }: Place): string {
  return JSON.stringify(path);
}

/** @param root begins the identity of every node below: trees that are drawn apart have each their own */
export function accountNode(
  profile: Profile,
  account: StoredAccount,
  root: readonly string[] = [],
): AccountNode {
  const path = [...root, profile.name, account.id];
  return { kind: 'account', path, parent: undefined, profile, account };
}

export function pinnedGroupNode(parent: AccountNode): PinnedGroupNode {
  const { profile, account } = parent;
  return { kind: 'pinnedGroup', path: [...parent.path, 'pinned'], parent, profile, account };
}

export function siteNode(parent: AccountNode, site: Site): SiteNode {
  const { profile, account } = parent;
  return { kind: 'site', path: [...parent.path, 'site', site.region], parent, profile, account, site };
}

export function warehouseNode(parent: SiteNode, discovered: DiscoveredWarehouse): WarehouseNode {
  const { profile, account, site } = parent;
  const { kind, name, database } = discovered;
  const target = { profile, account, site, warehouse: { kind, name, database } };
  return { kind: 'warehouse', path: [...parent.path, kind, name, database], parent, target, discovered };
}

export function databaseNode(parent: WarehouseNode, database: CatalogDatabase): DatabaseNode {
  return { kind: 'database', path: [...parent.path, database.name], parent, target: parent.target, database };
}

export function schemaNode(parent: DatabaseNode, schema: CatalogSchema): SchemaNode {
  return { kind: 'schema', path: [...parent.path, schema.name], parent, target: parent.target, schema };
}

export function groupNode(
  parent: SchemaNode,
  of: GroupNode['of'],
  count?: number,
  more: boolean = false,
): GroupNode {
  return { kind: 'group', path: [...parent.path, of], parent, target: parent.target, of, count, more };
}

export function relationNode(parent: GroupNode, relation: CatalogRelation): RelationNode {
  return { kind: 'relation', path: [...parent.path, relation.name], parent, target: parent.target, relation };
}

export function pinnedNode(
  parent: PinnedGroupNode,
  target: CompleteTarget,
  relation: CatalogRelation,
): RelationNode {
  const { site, warehouse } = target;
  const where = [site.region, warehouse.kind, warehouse.name, warehouse.database];
  const path = [...parent.path, ...where, relation.database, relation.schema, relation.name];
  return { kind: 'relation', path, parent, target, relation };
}

export function columnNode(parent: RelationNode, column: CatalogColumn): ColumnNode {
  return { kind: 'column', path: [...parent.path, column.name], parent, target: parent.target, column };
}

export function routineNode(parent: GroupNode, routine: CatalogRoutine): RoutineNode {
  // Overloaded ones share their name.
  const path = [...parent.path, routine.name, routine.arguments];
  return { kind: 'routine', path, parent, target: parent.target, routine };
}

// What stands beside the things of a level has an empty name before its own, which nothing else has.

export function noticeNode(parent: LevelNode, text: string): NoticeNode {
  return { kind: 'notice', path: [...parent.path, '', 'notice'], parent, text };
}

export function errorNode(parent: LevelNode, error: unknown): ErrorNode {
  return { kind: 'error', path: [...parent.path, '', 'error'], parent, error };
}

export function moreNode(parent: LevelNode, hidden: number): MoreNode {
  return { kind: 'more', path: [...parent.path, '', 'more'], parent, hidden };
}
