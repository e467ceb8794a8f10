import { RedshiftIdentityError } from '../../core/errors.ts';
import type { Profile, Site } from '../../core/identity/profile.ts';
import type {
  Catalog,
  CatalogLevel,
  RelationKind,
  RoutineKind,
} from '../../core/redshift/catalog/contract.ts';
import type { AccountAtSite } from '../accountAtSite.ts';
import type { StoredAccount } from '../auth/account.ts';
import type { Profiles } from '../profiles.ts';
import type { CompleteTarget, Targets } from '../target.ts';
import type { Favourites } from './favourites.ts';
import * as nodes from './nodes.ts';
import type { AccountNode, ErrorNode, ExplorerNode, GroupNode, LevelNode, MoreNode } from './nodes.ts';

/** How many things of a level are drawn at first, and by each Load More. */
export const pageSize = 500;

/** Where the levels come from. */
export interface LevelServices {
  readonly profiles: Profiles;
  readonly targets: Targets;
  readonly sites: { get(profile: Profile, site: Site, account: StoredAccount): AccountAtSite };
  readonly favourites: Favourites;
  /** Tells of a level that could not be read. */
  readonly report: (error: unknown) => void;
}

/** In the order of their groups. */
export const relationKinds: readonly RelationKind[] = ['table', 'view', 'materializedView', 'externalTable'];
const routineKinds: readonly RoutineKind[] = ['function', 'procedure'];

const nothing: Readonly<Record<RoutineKind | 'database' | 'schema' | 'relation' | 'column', string>> = {
  database: 'No databases you may see',
  schema: 'No schemas you may see',
  relation: 'No tables you may see',
  column: 'No columns you may see',
  function: 'No functions you may see',
  procedure: 'No procedures you may see',
};

/** The levels of the tree: each is read when it is asked for, and kept by the catalogue that it comes from. */
export class Levels {
  readonly #services: LevelServices;
  readonly #redraw: (node: LevelNode) => void;
  /** Levels that failed stay so until somebody asks again: a mere redraw must send nothing. */
  readonly #failures = new Map<string, unknown>();
  readonly #drawn = new Map<string, number>();
  /** Counts what was forgotten: a failure from before that is of no interest any more. */
  #forgotten = 0;
  /** Sites whose workgroups were asked for, with the last question. */
  readonly #discovered = new WeakMap<AccountAtSite, Promise<unknown>>();

  constructor(services: LevelServices, redraw: (node: LevelNode) => void) {
    this.#services = services;
    this.#redraw = redraw;
  }

  accounts(): AccountNode[] {
    const { profiles, targets } = this.#services;
    return profiles.all.flatMap((profile) =>
      targets.accountsOf(profile).map((account) => nodes.accountNode(profile, account)),
    );
  }

  /** Never rejects: a level that fails is drawn as one. */
  async children(node: LevelNode): Promise<readonly ExplorerNode[]> {
    const id = nodes.nodeId(node);
    if (node.kind !== 'site' && this.#failures.has(id)) {
      return [nodes.errorNode(node, this.#failures.get(id))];
    }
    const asked = this.#forgotten;
    try {
      return await this.#read(node);
    } catch (error) {
      if (asked === this.#forgotten) this.#fail(node, error);
      return [nodes.errorNode(node, error)];
    }
  }

  /** @throws RedshiftIdentityError where the account has signed out since the node was drawn */
  atSite(place: Omit<CompleteTarget, 'warehouse'>): AccountAtSite {
    const { profile, site, account } = place;
    const { targets, sites } = this.#services;
    if (!targets.accountsOf(profile).some(({ id }) => id === account.id)) {
      throw new RedshiftIdentityError(`${account.login} is signed out.`, {
        code: 'SignInRequired',
        remedy: 'Run Redshift Identity: Sign In.',
      });
    }
    return sites.get(profile, site, account);
  }

  /** @throws RedshiftIdentityError as `atSite` */
  catalog(target: CompleteTarget): Catalog {
    return this.atSite(target).catalog(target.warehouse);
  }

  /** Forgets a level and all below it, and draws it anew; what is open of it is then asked again. */
  refresh(node: LevelNode): void {
    this.#forgetBelow(node);
    if (node.kind === 'site') {
      for (const warehouse of this.warehouses(node)) this.catalog(warehouse.target).forget();
      this.#discover(node, true);
    } else if (node.kind === 'warehouse') this.catalog(node.target).forget();
    else if (node.kind === 'database') this.catalog(node.target).forget(node.database.name);
    else if (node.kind === 'schema' || node.kind === 'group') {
      const { database, name } = (node.kind === 'group' ? node.parent : node).schema;
      this.catalog(node.target).forget(database, name);
    } else if (node.kind === 'relation') {
      const { database, schema, name } = node.relation;
      this.catalog(node.target).forget(database, schema, name);
    }
    // The groups of a schema are one level with it.
    this.#redraw(node.kind === 'group' ? node.parent : node);
  }

  /** Reads the level again that an error stands for. */
  retry({ parent }: ErrorNode): void {
    this.refresh(parent);
  }

  /** Forgets everything of everybody. */
  forgetAll(): void {
    this.forgetFailures();
    this.#drawn.clear();
    for (const account of this.accounts()) {
      for (const site of account.profile.sites.map((site) => nodes.siteNode(account, site))) {
        for (const { target } of this.warehouses(site)) this.catalog(target).forget();
        // A Region that nobody opened is still asked by nobody.
        if (this.#discovered.has(this.atSite(site))) this.#discover(site, true);
      }
    }
  }

  forgetFailures(): void {
    this.#forgotten++;
    this.#failures.clear();
  }

  /** Draws the next ones of a level, after fetching them where none are left. */
  async more({ parent, hidden }: MoreNode): Promise<void> {
    this.#draw(parent, pageSize);
    if (hidden > 0 || (parent.kind !== 'group' && parent.kind !== 'schema')) return this.#redraw(parent);
    const schemaNode = parent.kind === 'group' ? parent.parent : parent;
    const { database, name } = schemaNode.schema;
    await this.catalog(parent.target).moreRelations(database, name);
    this.#redraw(schemaNode);
  }

  /** As much of a level that is there already as is to be drawn. */
  page(node: LevelNode, all: readonly ExplorerNode[]): readonly ExplorerNode[] {
    return this.#level(node, { items: all, more: false }, (one) => one, '');
  }

  async #read(node: LevelNode): Promise<readonly ExplorerNode[]> {
    switch (node.kind) {
      case 'account': {
        const sites = node.profile.sites.map((site) => nodes.siteNode(node, site));
        const pinned = nodes.pinnedGroupNode(node);
        return this.#pinned(pinned).length > 0 ? [pinned, ...sites] : sites;
      }
      case 'pinnedGroup':
        return this.#pinned(node);
      case 'site':
        return this.#site(node);
      case 'warehouse': {
        const level = await this.catalog(node.target).databases();
        return this.#level(node, level, (one) => nodes.databaseNode(node, one), nothing.database);
      }
      case 'database': {
        const level = await this.catalog(node.target).schemas(node.database.name);
        return this.#level(node, level, (one) => nodes.schemaNode(node, one), nothing.schema);
      }
      case 'schema':
        return this.#groups(node);
      case 'group':
        return this.#group(node);
      case 'relation': {
        const level = await this.catalog(node.target).columns(node.relation);
        return this.#level(node, level, (one) => nodes.columnNode(node, one), nothing.column);
      }
    }
  }

  #pinned(node: nodes.PinnedGroupNode): nodes.RelationNode[] {
    const { profile, account } = node;
    return this.#services.favourites.of(account.id, profile.name).flatMap((favourite) => {
      const site = profile.sites.find(({ region }) => region === favourite.region);
      if (!site) return [];
      const { warehouse, database, schema, name, kind } = favourite;
      return nodes.pinnedNode(node, { profile, account, site, warehouse }, { database, schema, name, kind });
    });
  }

  /** The workgroups and clusters that are known; asks nobody. */
  warehouses(node: nodes.SiteNode): nodes.WarehouseNode[] {
    return this.atSite(node).discovered.warehouses.map((one) => nodes.warehouseNode(node, one));
  }

  /** The profile's own at once, those found as soon as they are. */
  #site(node: nodes.SiteNode): ExplorerNode[] {
    if (!this.#discovered.has(this.atSite(node))) this.#discover(node, false);
    const id = nodes.nodeId(node);
    const { notices } = this.atSite(node).discovered;
    return [
      ...this.warehouses(node),
      ...(notices.length > 0 ? [nodes.noticeNode(node, notices.join(' '))] : []),
      ...(this.#failures.has(id) ? [nodes.errorNode(node, this.#failures.get(id))] : []),
    ];
  }

  #discover(node: nodes.SiteNode, anew: boolean): void {
    const at = this.atSite(node);
    const asking = at.discover(anew);
    this.#discovered.set(at, asking);
    asking
      .catch((error: unknown) => {
        // Asked anew since: what this one says is too old.
        if (this.#discovered.get(at) === asking) this.#fail(node, error);
      })
      .finally(() => this.#redraw(node));
  }

  /** One call for all kinds of relations; functions and procedures are asked for when their group is opened. */
  async #groups(node: nodes.SchemaNode): Promise<readonly ExplorerNode[]> {
    const { database, name, type } = node.schema;
    const { items, more, notice } = await this.catalog(node.target).relations(database, name);
    const counts = new Map<RelationKind, number>();
    for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const groups = relationKinds
      .filter((kind) => counts.has(kind))
      .map((kind) => nodes.groupNode(node, kind, counts.get(kind), more));
    const { kind } = node.parent.database;
    const outside = kind === 'dataCatalog' || kind === 's3Tables' || /external/i.test(type);
    const routines = outside ? [] : routineKinds.map((of) => nodes.groupNode(node, of));
    const said = [items.length === 0 ? nothing.relation : '', notice ?? ''].filter((text) => text !== '');
    return [
      ...groups,
      ...(said.length > 0 ? [nodes.noticeNode(node, said.join('. '))] : []),
      ...routines,
      ...(more ? [nodes.moreNode(node, 0)] : []),
    ];
  }

  async #group(node: GroupNode): Promise<readonly ExplorerNode[]> {
    const catalog = this.catalog(node.target);
    const { database, name } = node.parent.schema;
    const { of } = node;
    if (of === 'function' || of === 'procedure') {
      const level = await catalog.routines(database, name, of);
      return this.#level(node, level, (one) => nodes.routineNode(node, one), nothing[of]);
    }
    const { items, more } = await catalog.relations(database, name);
    const level = { items: items.filter(({ kind }) => kind === of), more };
    return this.#level(node, level, (one) => nodes.relationNode(node, one), nothing.relation);
  }

  #level<Item>(
    node: LevelNode,
    { items, more, notice }: CatalogLevel<Item>,
    draw: (item: Item) => ExplorerNode,
    empty: string,
  ): readonly ExplorerNode[] {
    const shown = items.slice(0, this.#limit(node));
    const hidden = items.length - shown.length;
    const said = [items.length === 0 && !more ? empty : '', notice ?? ''].filter((text) => text !== '');
    return [
      ...shown.map(draw),
      ...(hidden > 0 || more ? [nodes.moreNode(node, hidden)] : []),
      ...(said.length > 0 ? [nodes.noticeNode(node, said.join('. '))] : []),
    ];
  }

  #limit(node: LevelNode): number {
    return this.#drawn.get(nodes.nodeId(node)) ?? pageSize;
  }

  #draw(node: LevelNode, more: number): void {
    this.#drawn.set(nodes.nodeId(node), this.#limit(node) + more);
  }

  #fail(node: LevelNode, error: unknown): void {
    this.#failures.set(nodes.nodeId(node), error);
    this.#services.report(error);
  }

  #forgetBelow(node: LevelNode): void {
    this.#forgotten++;
    const isBelow = (id: string) => {
      const path = JSON.parse(id) as readonly string[];
      return node.path.every((name, at) => path[at] === name);
    };
    for (const known of [this.#failures, this.#drawn]) {
      for (const id of known.keys()) if (isBelow(id)) known.delete(id);
    }
  }
}
