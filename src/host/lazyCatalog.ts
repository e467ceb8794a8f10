import type {
  Catalog,
  CatalogRelation,
  CatalogSource,
  LoadedCatalog,
  RelationName,
  RoutineKind,
} from '../core/redshift/catalog/contract.ts';

const nothing: LoadedCatalog = {
  databases: () => undefined,
  schemas: () => undefined,
  relations: () => undefined,
  columns: () => undefined,
  search: () => [],
};

/** A catalogue whose code is loaded with the first level that somebody opens. */
export class LazyCatalog implements Catalog {
  readonly #source: CatalogSource;
  #opening: Promise<Catalog> | undefined;
  #catalog: Catalog | undefined;

  constructor(source: CatalogSource) {
    this.#source = source;
  }

  get loaded(): LoadedCatalog {
    return this.#catalog?.loaded ?? nothing;
  }

  forget(database?: string, schema?: string, relation?: string): void {
    this.#catalog?.forget(database, schema, relation);
  }

  databases = async () => (await this.#open()).databases();
  schemas = async (database: string) => (await this.#open()).schemas(database);
  relations = async (database: string, schema: string) => (await this.#open()).relations(database, schema);
  moreRelations = async (database: string, schema: string) =>
    (await this.#open()).moreRelations(database, schema);
  routines = async (database: string, schema: string, kind: RoutineKind) =>
    (await this.#open()).routines(database, schema, kind);
  columns = async (relation: RelationName) => (await this.#open()).columns(relation);
  statistics = async (relation: RelationName) => (await this.#open()).statistics(relation);
  ddl = async (relation: CatalogRelation) => (await this.#open()).ddl(relation);
  grants = async (relation: RelationName) => (await this.#open()).grants(relation);
  find = async (database: string, text: string, limit: number, signal?: AbortSignal) =>
    (await this.#open()).find(database, text, limit, signal);

  #open(): Promise<Catalog> {
    this.#opening ??= import('../core/redshift/catalog/catalog.ts').then(
      ({ createCatalog }) => (this.#catalog = createCatalog(this.#source)),
    );
    return this.#opening;
  }
}
