/** How a catalogue asks Redshift. `AccountAtSite` gives one for each warehouse; a test passes its own. */
export interface CatalogSource {
  /**
   * Runs one statement and fetches all of its result.
   * @param request.database database to connect to; the warehouse's own if not given
   * @throws StatementError, HopError, Cancelled
   */
  query(request: CatalogQuery): Promise<CatalogRows>;
  /** The Data API's metadata operations: 3 calls a second for a whole account, so only where SQL is refused. */
  readonly operations: MetadataOperations;
}

export interface CatalogQuery {
  readonly sql: string;
  readonly parameters?: readonly { readonly name: string; readonly value: string }[];
  readonly database?: string;
  readonly statementName?: string;
  readonly signal?: AbortSignal;
}

/** Each row by column name, in lower case: newer versions of Redshift add columns. `null` is SQL NULL. */
export type CatalogRow = Readonly<Record<string, string | null>>;

export interface CatalogRows {
  readonly columns: readonly string[];
  readonly rows: readonly CatalogRow[];
}

/** ListDatabases, ListSchemas, ListTables and DescribeTable of the Data API, all pages. */
export interface MetadataOperations {
  listDatabases(signal?: AbortSignal): Promise<readonly string[]>;
  listSchemas(database: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** `type` as the service writes it: `TABLE`, `VIEW`, `SYSTEM TABLE`… */
  listTables(
    database: string,
    schema: string,
    signal?: AbortSignal,
  ): Promise<readonly { readonly name: string; readonly type: string }[]>;
  describeTable(
    database: string,
    schema: string,
    table: string,
    signal?: AbortSignal,
  ): Promise<readonly { readonly name: string; readonly typeName: string; readonly nullable: boolean }[]>;
}

export type DatabaseKind = 'local' | 'datashare' | 'dataCatalog' | 's3Tables' | 'other';

export interface CatalogDatabase {
  readonly name: string;
  readonly kind: DatabaseKind;
  /** As Redshift writes it, for people: `auto mounted catalog`. */
  readonly type: string;
  readonly owner?: string;
}

export interface CatalogSchema {
  readonly database: string;
  readonly name: string;
  /** As Redshift writes it: `local`, `external`, `shared`. */
  readonly type: string;
  readonly owner?: string;
}

export type RelationKind = 'table' | 'view' | 'materializedView' | 'externalTable';

/** Where a table or view is; what a statement, a favourite or a drag needs of it. */
export interface RelationName {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
}

export interface CatalogRelation extends RelationName {
  readonly kind: RelationKind;
  readonly comment?: string;
  readonly owner?: string;
}

export type RoutineKind = 'function' | 'procedure';

export interface CatalogRoutine extends RelationName {
  readonly kind: RoutineKind;
  /** Argument types, as Redshift writes them, without parentheses. */
  readonly arguments: string;
  /** Functions only. */
  readonly returns?: string;
}

export interface CatalogColumn {
  readonly name: string;
  /** From 1. */
  readonly position: number;
  /** As in DDL: `numeric(12,2)`, `character varying(40)`. */
  readonly type: string;
  /** Undefined where Redshift doesn't say. */
  readonly nullable?: boolean;
  readonly default?: string;
  readonly encoding?: string;
  readonly distributionKey: boolean;
  /** Place in the sort key, from 1; 0 if it is not part of it. */
  readonly sortKey: number;
  readonly comment?: string;
}

/** What SVV_TABLE_INFO says, where the person may see it. */
export interface RelationStatistics {
  /** Rows, deleted ones not yet vacuumed included. */
  readonly rows?: number;
  /** Megabytes. */
  readonly size?: number;
}

/** One level of the tree. */
export interface CatalogLevel<Item> {
  readonly items: readonly Item[];
  /** There are more than were fetched: `more…` of the catalogue fetches the next ones. */
  readonly more: boolean;
  /** One line for people about what is missing or how it was read instead. */
  readonly notice?: string;
}

/** The privileges on one object, as SHOW GRANTS lists them. */
export interface CatalogGrant {
  readonly privilege: string;
  readonly grantee: string;
  readonly granteeKind: 'user' | 'role' | 'group' | 'public';
  /** WITH GRANT OPTION (or ADMIN OPTION). */
  readonly grantable: boolean;
  /** Columns that a column privilege is for. */
  readonly columns?: readonly string[];
}

/** An object that a search found, in what is loaded or in Redshift's catalogue. */
export type FoundObject =
  | { readonly type: 'relation'; readonly relation: CatalogRelation }
  | { readonly type: 'column'; readonly relation: CatalogRelation; readonly column: string };

/**
 * The catalogue of one warehouse as one person sees it. Each level is fetched once, by one statement, and kept;
 * what failed is asked again the next time. Many callers of a level share one call.
 */
export interface Catalog {
  databases(): Promise<CatalogLevel<CatalogDatabase>>;
  schemas(database: string): Promise<CatalogLevel<CatalogSchema>>;
  relations(database: string, schema: string): Promise<CatalogLevel<CatalogRelation>>;
  /** The level with the next relations in it. */
  moreRelations(database: string, schema: string): Promise<CatalogLevel<CatalogRelation>>;
  routines(database: string, schema: string, kind: RoutineKind): Promise<CatalogLevel<CatalogRoutine>>;
  columns(relation: RelationName): Promise<CatalogLevel<CatalogColumn>>;
  /** One statement for a whole schema; undefined where Redshift does not show them to this person. */
  statistics(relation: RelationName): Promise<RelationStatistics | undefined>;
  /** SHOW TABLE, SHOW VIEW or SHOW EXTERNAL TABLE. Not kept. */
  ddl(relation: CatalogRelation): Promise<string>;
  /** SHOW GRANTS ON TABLE, with column privileges. Not kept. */
  grants(relation: RelationName): Promise<readonly CatalogGrant[]>;
  /** Searches the catalogue of a database at Redshift, names containing `text`, at most `limit`. */
  find(database: string, text: string, limit: number, signal?: AbortSignal): Promise<readonly FoundObject[]>;
  /** What is fetched already, without a call; undefined where nothing is. */
  readonly loaded: LoadedCatalog;
  /** Forgets a level and everything below it; everything without arguments. */
  forget(database?: string, schema?: string, relation?: string): void;
}

/** Reads of the cache alone. */
export interface LoadedCatalog {
  databases(): CatalogLevel<CatalogDatabase> | undefined;
  schemas(database: string): CatalogLevel<CatalogSchema> | undefined;
  relations(database: string, schema: string): CatalogLevel<CatalogRelation> | undefined;
  columns(relation: RelationName): CatalogLevel<CatalogColumn> | undefined;
  /** Relations, and columns of relations whose columns are loaded, whose names hold `text`, letter case aside. */
  search(text: string, limit?: number): readonly FoundObject[];
}
