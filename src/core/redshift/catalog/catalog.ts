import { systemClock, type StatementClock } from '../statements/statementContract.ts';
import { createCallQueue } from './callQueue.ts';
import type {
  Catalog,
  CatalogColumn,
  CatalogDatabase,
  CatalogGrant,
  CatalogLevel,
  CatalogRelation,
  CatalogRoutine,
  CatalogSchema,
  CatalogSource,
  FoundObject,
  LoadedCatalog,
  RelationName,
  RelationStatistics,
  RoutineKind,
} from './contract.ts';
import { fetchDefinition } from './definition.ts';
import { findObjects } from './find.ts';
import { fetchGrants } from './grants.ts';
import { LevelCache, namesOf, pathOf } from './levelCache.ts';
import { Levels, type RelationLevel } from './levels.ts';
import { named, ordered } from './ordered.ts';
import { databaseKind } from './rows.ts';
import { searchLoaded } from './search.ts';
import { fetchStatistics } from './statistics.ts';

/** Calls of the metadata operations a second, which everybody in the AWS account shares. */
const operationsPerSecond = 3;

export interface CatalogOptions {
  /** For the pace of the metadata operations. */
  readonly clock?: StatementClock;
  /** Relations that `moreRelations` fetches at once. */
  readonly pageSize?: number;
}

/** The catalogue of one warehouse as one person sees it. Calls nobody until a level is asked for. */
export function createCatalog(source: CatalogSource, options: CatalogOptions = {}): Catalog {
  return new CachedCatalog(source, options);
}

class CachedCatalog implements Catalog {
  readonly #source: CatalogSource;
  readonly #levels: Levels;
  readonly #databases = new LevelCache<CatalogLevel<CatalogDatabase>>((_, level) =>
    this.#pruneDatabases(level),
  );
  readonly #schemas = new LevelCache<CatalogLevel<CatalogSchema>>((path, level) =>
    this.#pruneSchemas(path, level),
  );
  readonly #relations = new LevelCache<RelationLevel>((path, level) => this.#pruneRelations(path, level));
  readonly #routines = new LevelCache<CatalogLevel<CatalogRoutine>>();
  readonly #columns = new LevelCache<CatalogLevel<CatalogColumn>>();
  readonly #statistics = new LevelCache<ReadonlyMap<string, RelationStatistics>>();

  constructor(source: CatalogSource, { clock = systemClock, pageSize = 10_000 }: CatalogOptions) {
    this.#source = source;
    this.#levels = new Levels(source, createCallQueue(clock, operationsPerSecond), pageSize);
  }

  readonly loaded: LoadedCatalog = {
    databases: () => this.#databases.peek(''),
    schemas: (database) => this.#schemas.peek(database),
    relations: (database, schema) => this.#relations.peek(pathOf(database, schema)),
    columns: ({ database, schema, name }) => this.#columns.peek(pathOf(database, schema, name)),
    search: (text, limit) =>
      searchLoaded({ relations: this.#loadedRelations(), columns: this.#loadedColumns() }, text, limit),
  };

  databases(): Promise<CatalogLevel<CatalogDatabase>> {
    return this.#databases.fetch('', () => this.#levels.databases());
  }

  schemas(database: string): Promise<CatalogLevel<CatalogSchema>> {
    return this.#schemas.fetch(database, () => this.#levels.schemas(database));
  }

  relations(database: string, schema: string): Promise<CatalogLevel<CatalogRelation>> {
    return this.#relations.fetch(pathOf(database, schema), () => this.#levels.relations(database, schema));
  }

  async moreRelations(database: string, schema: string): Promise<CatalogLevel<CatalogRelation>> {
    const level = await this.relations(database, schema);
    if (!level.more) return level;
    const longer = this.#relations.extend(pathOf(database, schema), async ({ items, after, notice }) => {
      const page = await this.#levels.nextRelations(database, schema, after);
      return {
        ...page,
        items: ordered([...new Map([...page.items, ...items].map((item) => [item.name, item])).values()]),
        ...(notice !== undefined && { notice }),
      };
    });
    // Forgotten while it was fetched: there is nothing to go on from.
    return longer ?? level;
  }

  routines(database: string, schema: string, kind: RoutineKind): Promise<CatalogLevel<CatalogRoutine>> {
    const read = () => this.#levels.routines(database, schema, kind);
    return this.#routines.fetch(pathOf(database, schema, kind), read);
  }

  columns(relation: RelationName): Promise<CatalogLevel<CatalogColumn>> {
    const { database, schema, name } = relation;
    return this.#columns.fetch(pathOf(database, schema, name), () => this.#levels.columns(relation));
  }

  async statistics({ database, schema, name }: RelationName): Promise<RelationStatistics | undefined> {
    if (!this.#isConnectable(database)) return undefined;
    const read = () => fetchStatistics(this.#source, database, schema);
    return (await this.#statistics.fetch(pathOf(database, schema), read)).get(name);
  }

  ddl(relation: CatalogRelation): Promise<string> {
    return fetchDefinition(this.#source, relation, this.#isConnectable(relation.database));
  }

  grants(relation: RelationName): Promise<readonly CatalogGrant[]> {
    return fetchGrants(this.#source, relation, this.#isConnectable(relation.database));
  }

  find(database: string, text: string, limit: number, signal?: AbortSignal): Promise<readonly FoundObject[]> {
    return findObjects(this.#source, database, text, limit, (relation) => this.#known(relation), signal);
  }

  forget(database?: string, schema?: string, relation?: string): void {
    const names = [database, schema, relation].filter((name) => name !== undefined);
    const path = names.length === 0 ? undefined : pathOf(...names);
    this.#columns.forget(path);
    // Sizes come for a whole schema, so that of one table is asked anew with the others.
    this.#statistics.forget(names.length === 0 ? undefined : pathOf(...names.slice(0, 2)));
    if (relation !== undefined) return;
    this.#relations.forget(path);
    this.#routines.forget(path);
    if (schema !== undefined) return;
    this.#schemas.forget(path);
    if (database === undefined) this.#databases.forget();
  }

  /** Redshift takes no connection to a database of another warehouse's or catalogue's. */
  #isConnectable(database: string): boolean {
    const listed = this.loaded.databases()?.items.find(({ name }) => name === database);
    const kind = listed?.kind ?? databaseKind(database, '');
    return kind === 'local' || kind === 'other';
  }

  *#loadedRelations(): Iterable<readonly CatalogRelation[]> {
    for (const [, { items }] of this.#relations.values()) yield items;
  }

  *#loadedColumns(): Iterable<{ relation: CatalogRelation; columns: readonly CatalogColumn[] }> {
    for (const [path, { items }] of this.#columns.values()) {
      const [database = '', schema = '', name = ''] = namesOf(path);
      const place = { database, schema, name };
      yield { relation: this.#known(place) ?? { ...place, kind: 'table' }, columns: items };
    }
  }

  #known({ database, schema, name }: RelationName): CatalogRelation | undefined {
    return named(this.loaded.relations(database, schema)?.items ?? [], name);
  }

  #pruneDatabases({ items }: CatalogLevel<CatalogDatabase>): void {
    const names = new Set(items.map(({ name }) => name));
    for (const cache of [this.#schemas, this.#relations, this.#routines, this.#columns, this.#statistics])
      cache.prune(undefined, names);
  }

  #pruneSchemas(database: string, { items }: CatalogLevel<CatalogSchema>): void {
    const names = new Set(items.map(({ name }) => name));
    for (const cache of [this.#relations, this.#routines, this.#columns, this.#statistics])
      cache.prune(database, names);
  }

  #pruneRelations(path: string, { items, more }: RelationLevel): void {
    if (!more) this.#columns.prune(path, new Set(items.map(({ name }) => name)));
  }
}
