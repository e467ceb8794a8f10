import type {
  CatalogRelation,
  FoundObject,
  LoadedCatalog,
  RelationKind,
} from '../../core/redshift/catalog/contract.ts';
import { compareNames } from '../../core/redshift/catalog/ordered.ts';
import { relationKinds, type Levels } from './levels.ts';
import * as nodes from './nodes.ts';
import type {
  AccountNode,
  ColumnNode,
  ExplorerNode,
  GroupNode,
  RelationNode,
  WarehouseNode,
} from './nodes.ts';

/** What a text leaves of everything that is loaded. */
export interface FilteredTree {
  readonly text: string;
  readonly accounts: readonly AccountNode[];
  /** Things below a node of this tree; undefined for a table none of whose columns were looked for. */
  below(node: ExplorerNode): readonly ExplorerNode[] | undefined;
  /** Tables, views and columns whose names hold the text. */
  readonly found: number;
  /** Tables, views and columns that are loaded. */
  readonly total: number;
}

/** Nodes of a filtered tree are others than those of the whole one, so that each keeps what is open of it. */
const root: readonly string[] = ['', 'filter'];

/** Whether a node is one of a filtered tree. */
export function isFiltered({ path }: ExplorerNode): boolean {
  return path[0] === '';
}

/** Filters what is loaded, letter case aside, and sends nothing. */
export function filterTree(levels: Levels, text: string): FilteredTree {
  const tree = new Branches();
  let total = 0;
  for (const { profile, account } of levels.accounts()) {
    const accountNode = nodes.accountNode(profile, account, root);
    for (const siteNode of profile.sites.map((site) => nodes.siteNode(accountNode, site))) {
      for (const warehouse of levels.warehouses(siteNode)) {
        const { loaded } = levels.catalog(warehouse.target);
        if (!loaded.databases()) continue;
        total += countLoaded(loaded);
        for (const object of loaded.search(text)) tree.add(warehouse, loaded, object);
      }
    }
  }
  return {
    text,
    accounts: tree.below(undefined)?.filter((node) => node.kind === 'account') ?? [],
    below: (node) => tree.below(node),
    found: tree.found,
    total,
  };
}

/** A table that was found, or whose columns were. */
interface FoundRelation {
  readonly relation: CatalogRelation;
  readonly columns: string[];
}

/** The nodes that lead to what was found. Of ten thousand tables only those make nodes that are looked at. */
class Branches {
  found = 0;
  readonly #below = new Map<string, ExplorerNode[]>();
  readonly #known = new Set<string>();
  readonly #groups = new Map<string, { readonly node: GroupNode; readonly loaded: LoadedCatalog }>();
  /** By the identity of the group, then by name. */
  readonly #relations = new Map<string, Map<string, FoundRelation>>();
  /** The last group that something was put into: most of what is found stands side by side. */
  #last: { readonly group: GroupNode; readonly relations: Map<string, FoundRelation> } | undefined;

  add(warehouse: WarehouseNode, loaded: LoadedCatalog, object: FoundObject): void {
    const { relation } = object;
    this.found++;
    const relations = this.#relationsOf(warehouse, loaded, relation);
    const entry = relations.get(relation.name) ?? { relation, columns: [] };
    relations.set(relation.name, entry);
    if (object.type === 'column') entry.columns.push(object.column);
  }

  below(parent: ExplorerNode | undefined): readonly ExplorerNode[] | undefined {
    const id = parent ? nodes.nodeId(parent) : '';
    const made = this.#below.get(id);
    if (made) return made.toSorted((a, b) => compareNames(placeOf(a), placeOf(b)));
    const group = this.#groups.get(id);
    const relations = this.#relations.get(id);
    if (!group || !relations) return undefined;
    const drawn = [...relations.values()]
      .sort((a, b) => compareNames(a.relation.name, b.relation.name))
      .map((entry) => this.#draw(group.node, group.loaded, entry));
    this.#below.set(id, drawn);
    return drawn;
  }

  #draw(group: GroupNode, loaded: LoadedCatalog, { relation, columns }: FoundRelation): RelationNode {
    const node = nodes.relationNode(group, relation);
    if (columns.length > 0) {
      const drawn = columns.map((name) => columnOf(node, name, loaded));
      drawn.sort((a, b) => a.column.position - b.column.position);
      this.#below.set(nodes.nodeId(node), drawn);
    }
    return node;
  }

  #relationsOf(
    warehouse: WarehouseNode,
    loaded: LoadedCatalog,
    { database, schema, kind }: CatalogRelation,
  ): Map<string, FoundRelation> {
    const last = this.#last?.group;
    const same =
      last?.of === kind &&
      last.parent.schema.name === schema &&
      last.parent.parent.database.name === database &&
      last.parent.parent.parent === warehouse;
    if (this.#last && same) return this.#last.relations;
    const group = groupOf(warehouse, loaded, database, schema, kind);
    const id = nodes.nodeId(group);
    const relations = this.#relations.get(id) ?? new Map<string, FoundRelation>();
    if (!this.#relations.has(id)) {
      this.#relations.set(id, relations);
      this.#groups.set(id, { node: group, loaded });
      this.#lead(group);
    }
    this.#last = { group, relations };
    return relations;
  }

  /** Puts a node below its parent, and so on up to its account. */
  #lead(node: ExplorerNode): void {
    const id = nodes.nodeId(node);
    if (this.#known.has(id)) return;
    this.#known.add(id);
    const parent = node.parent ? nodes.nodeId(node.parent) : '';
    this.#below.set(parent, [...(this.#below.get(parent) ?? []), node]);
    if (node.parent) this.#lead(node.parent);
  }
}

function groupOf(
  warehouse: WarehouseNode,
  loaded: LoadedCatalog,
  database: string,
  schema: string,
  kind: RelationKind,
): GroupNode {
  const knownDatabase = loaded.databases()?.items.find(({ name }) => name === database);
  const knownSchema = loaded.schemas(database)?.items.find(({ name }) => name === schema);
  const inDatabase = nodes.databaseNode(
    warehouse,
    knownDatabase ?? { name: database, kind: 'other', type: '' },
  );
  const inSchema = nodes.schemaNode(inDatabase, knownSchema ?? { database, name: schema, type: 'local' });
  return nodes.groupNode(inSchema, kind);
}

function placeOf(node: ExplorerNode): string {
  if (node.kind === 'group') return String(relationKinds.findIndex((kind) => kind === node.of));
  return node.kind === 'database' || node.kind === 'schema' ? (node.path.at(-1) ?? '') : '';
}

function columnOf(parent: RelationNode, name: string, loaded: LoadedCatalog): ColumnNode {
  const known = loaded.columns(parent.relation)?.items.find((column) => column.name === name);
  return nodes.columnNode(
    parent,
    known ?? { name, position: 0, type: '', distributionKey: false, sortKey: 0 },
  );
}

function countLoaded(loaded: LoadedCatalog): number {
  let count = 0;
  for (const { name: database } of loaded.databases()?.items ?? []) {
    for (const { name: schema } of loaded.schemas(database)?.items ?? []) {
      for (const relation of loaded.relations(database, schema)?.items ?? []) {
        count += 1 + (loaded.columns(relation)?.items.length ?? 0);
      }
    }
  }
  return count;
}
