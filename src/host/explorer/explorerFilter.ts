import type { CatalogRelation, LoadedCatalog } from '../../core/redshift/catalog/contract.ts';
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

export function isFiltered({ path }: ExplorerNode): boolean {
  return path[0] === '';
}

/** Filters what is loaded, letter case aside, and sends nothing. */
export function filterTree(levels: Levels, text: string): FilteredTree {
  const below = new Map<string, ExplorerNode[]>();
  const add = (node: ExplorerNode) => {
    const id = node.parent ? nodes.nodeId(node.parent) : '';
    const siblings = below.get(id);
    if (siblings) siblings.push(node);
    else below.set(id, [node]);
  };
  let found = 0;
  let total = 0;
  for (const { profile, account } of levels.accounts()) {
    const accountNode = nodes.accountNode(profile, account, root);
    let foundHere = 0;
    for (const site of profile.sites) {
      const siteNode = nodes.siteNode(accountNode, site);
      let foundAtSite = 0;
      for (const warehouse of levels.warehouses(siteNode)) {
        const { loaded } = levels.catalog(warehouse.target);
        if (!loaded.databases()) continue;
        total += countLoaded(loaded);
        const foundInside = addFound(warehouse, loaded, text, add);
        if (foundInside > 0) add(warehouse);
        foundAtSite += foundInside;
      }
      if (foundAtSite > 0) add(siteNode);
      foundHere += foundAtSite;
    }
    if (foundHere > 0) add(accountNode);
    found += foundHere;
  }
  return {
    text,
    accounts: (below.get('') ?? []).filter((node) => node.kind === 'account'),
    below: (node) => inOrder(below.get(nodes.nodeId(node))),
    found,
    total,
  };
}

/** What a search finds comes nearest first; a tree keeps the order that it has without a filter. */
function inOrder(children: readonly ExplorerNode[] | undefined): readonly ExplorerNode[] | undefined {
  return children?.toSorted((a, b) =>
    a.kind === 'column' && b.kind === 'column'
      ? a.column.position - b.column.position
      : compareNames(placeOf(a), placeOf(b)),
  );
}

function placeOf(node: ExplorerNode): string {
  if (node.kind === 'group') return String(relationKinds.findIndex((kind) => kind === node.of));
  const named = node.kind === 'database' || node.kind === 'schema' || node.kind === 'relation';
  return named ? (node.path.at(-1) ?? '') : '';
}

/** Adds what is found in a warehouse, each thing with the nodes between. */
function addFound(
  warehouse: WarehouseNode,
  loaded: LoadedCatalog,
  text: string,
  add: (node: ExplorerNode) => void,
): number {
  const groups = new Map<string, GroupNode>();
  const relations = new Map<string, RelationNode>();
  const found = loaded.search(text);
  const between = new Ancestors(warehouse, loaded, add);
  const relationOf = (relation: CatalogRelation): RelationNode => {
    const { database, schema, name, kind } = relation;
    const groupKey = JSON.stringify([database, schema, kind]);
    const group = groups.get(groupKey) ?? between.group(relation);
    groups.set(groupKey, group);
    const key = JSON.stringify([database, schema, name]);
    const known = relations.get(key);
    if (known) return known;
    const node = nodes.relationNode(group, relation);
    relations.set(key, node);
    add(node);
    return node;
  };
  for (const object of found) {
    const relation = relationOf(object.relation);
    if (object.type === 'column') add(columnOf(relation, object.column, loaded));
  }
  return found.length;
}

function columnOf(parent: RelationNode, name: string, loaded: LoadedCatalog): ColumnNode {
  const known = loaded.columns(parent.relation)?.items.find((column) => column.name === name);
  return nodes.columnNode(
    parent,
    known ?? { name, position: 0, type: '', distributionKey: false, sortKey: 0 },
  );
}

/** Makes each database, schema and group once. */
class Ancestors {
  readonly #warehouse: WarehouseNode;
  readonly #loaded: LoadedCatalog;
  readonly #add: (node: ExplorerNode) => void;
  readonly #databases = new Map<string, nodes.DatabaseNode>();
  readonly #schemas = new Map<string, nodes.SchemaNode>();

  constructor(warehouse: WarehouseNode, loaded: LoadedCatalog, add: (node: ExplorerNode) => void) {
    this.#warehouse = warehouse;
    this.#loaded = loaded;
    this.#add = add;
  }

  group({ database, schema, kind }: CatalogRelation): GroupNode {
    const group = nodes.groupNode(this.#schema(database, schema), kind);
    this.#add(group);
    return group;
  }

  #schema(database: string, name: string): nodes.SchemaNode {
    const key = JSON.stringify([database, name]);
    const made = this.#schemas.get(key);
    if (made) return made;
    const known = this.#loaded.schemas(database)?.items.find((schema) => schema.name === name);
    const node = nodes.schemaNode(this.#database(database), known ?? { database, name, type: 'local' });
    this.#schemas.set(key, node);
    this.#add(node);
    return node;
  }

  #database(name: string): nodes.DatabaseNode {
    const made = this.#databases.get(name);
    if (made) return made;
    const known = this.#loaded.databases()?.items.find((database) => database.name === name);
    const node = nodes.databaseNode(this.#warehouse, known ?? { name, kind: 'other', type: '' });
    this.#databases.set(name, node);
    this.#add(node);
    return node;
  }
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
