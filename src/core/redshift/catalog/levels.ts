import type { CallQueue } from './callQueue.ts';
import type {
  CatalogColumn,
  CatalogDatabase,
  CatalogLevel,
  CatalogQuery,
  CatalogRelation,
  CatalogRoutine,
  CatalogRow,
  CatalogSchema,
  CatalogSource,
  RelationName,
  RoutineKind,
} from './contract.ts';
import { readLevel, type Way } from './fallback.ts';
import { compareNames, isInternalDatabase, isInternalSchema, ordered } from './ordered.ts';
import { columnOf, databaseKind, databaseOf, relationKind, relationOf, routineOf, schemaOf } from './rows.ts';
import { showColumns, showDatabases, showLimit, showRoutines, showSchemas, showTables } from './showSql.ts';
import { allColumns, allDatabases, allRoutines, allSchemas, allTables } from './viewSql.ts';

/** A level of relations, with the name from which the next page goes on. */
export interface RelationLevel extends CatalogLevel<CatalogRelation> {
  /** Absent where it is not known which names were left out: the next page is then the first one. */
  readonly after?: string;
}

/** Reads levels, each by SHOW, else by a view, else by an operation of the Data API. Keeps nothing. */
export class Levels {
  readonly #source: CatalogSource;
  readonly #queue: CallQueue;
  readonly #pageSize: number;

  /** @param queue for the operations of the Data API */
  constructor(source: CatalogSource, queue: CallQueue, pageSize: number) {
    this.#source = source;
    this.#queue = queue;
    this.#pageSize = pageSize;
  }

  databases(): Promise<CatalogLevel<CatalogDatabase>> {
    const sort = (items: readonly CatalogDatabase[]) => ordered(items, isInternalDatabase);
    return readLevel([
      this.#statement('SHOW DATABASES', showDatabases(), databaseOf, sort),
      this.#statement('SVV_REDSHIFT_DATABASES', allDatabases(), databaseOf, sort, {
        missing: 'catalogs of AWS Glue and S3 Tables may be missing',
      }),
      this.#operation('ListDatabases', 'types and owners are missing', sort, async () =>
        (await this.#source.operations.listDatabases()).map((name) => ({
          name,
          kind: databaseKind(name, ''),
          type: '',
        })),
      ),
    ]);
  }

  schemas(database: string): Promise<CatalogLevel<CatalogSchema>> {
    const sort = (items: readonly CatalogSchema[]) => ordered(items, isInternalSchema);
    const item = schemaOf(database);
    return readLevel([
      this.#statement('SHOW SCHEMAS', showSchemas(database), item, sort),
      this.#statement('SVV_ALL_SCHEMAS', allSchemas(database), item, sort),
      this.#operation('ListSchemas', 'types and owners are missing', sort, async () =>
        (await this.#source.operations.listSchemas(database)).map((name) => ({ database, name, type: '' })),
      ),
    ]);
  }

  async relations(database: string, schema: string): Promise<RelationLevel> {
    const item = relationOf(database, schema);
    return readLevel([
      {
        name: 'SHOW TABLES',
        statement: true,
        read: async (): Promise<RelationLevel> => {
          const { rows } = await this.#source.query(showTables(database, schema));
          const items = rows.map(item);
          if (items.length < showLimit) return { items: ordered(items), more: false };
          // Only of rows that came in order is it sure that those left out come after the last.
          const inOrder = items.every(
            ({ name }, index) => compareNames(items[index - 1]?.name ?? '', name) <= 0,
          );
          const after = inOrder ? items.at(-1)?.name : undefined;
          return { items: ordered(items), more: true, ...(after !== undefined && { after }) };
        },
      },
      {
        name: 'SVV_ALL_TABLES',
        statement: true,
        missing: 'owners are missing, and materialized views look like views',
        read: () => this.nextRelations(database, schema),
      },
      this.#operation('ListTables', 'owners and comments are missing', ordered<CatalogRelation>, async () => {
        const tables = await this.#source.operations.listTables(database, schema);
        return tables.map(({ name, type }) => ({ database, schema, name, kind: relationKind(type) }));
      }),
    ]);
  }

  /** One page of relations by SVV_ALL_TABLES, in the order of their names. */
  async nextRelations(database: string, schema: string, after?: string): Promise<RelationLevel> {
    const { rows } = await this.#source.query(allTables(database, schema, this.#pageSize, after));
    const items = rows.map(relationOf(database, schema));
    if (items.length < this.#pageSize) return { items: ordered(items), more: false };
    const last = items.at(-1)?.name;
    return { items: ordered(items), more: true, ...(last !== undefined && { after: last }) };
  }

  routines(database: string, schema: string, kind: RoutineKind): Promise<CatalogLevel<CatalogRoutine>> {
    const item = routineOf(database, schema, kind);
    const sort = (items: readonly CatalogRoutine[]) =>
      items.toSorted((a, b) => compareNames(a.name, b.name) || compareNames(a.arguments, b.arguments));
    const name = kind === 'function' ? 'SHOW FUNCTIONS' : 'SHOW PROCEDURES';
    return readLevel([
      this.#statement(name, showRoutines(database, schema, kind), item, sort),
      this.#statement('SVV_REDSHIFT_FUNCTIONS', allRoutines(database, schema, kind), item, sort),
    ]);
  }

  columns(relation: RelationName): Promise<CatalogLevel<CatalogColumn>> {
    const { database, schema, name } = relation;
    const sort = (items: readonly CatalogColumn[]) => items.toSorted((a, b) => a.position - b.position);
    return readLevel([
      this.#statement('SHOW COLUMNS', showColumns(relation), columnOf, sort),
      this.#statement('SVV_ALL_COLUMNS', allColumns(relation), columnOf, sort, {
        missing: 'encodings and keys are missing',
      }),
      this.#operation(
        'DescribeTable',
        'defaults, encodings, keys and comments are missing',
        sort,
        async () => {
          const columns = await this.#source.operations.describeTable(database, schema, name);
          return columns.map((column, index) => ({
            name: column.name,
            position: index + 1,
            type: column.typeName,
            nullable: column.nullable,
            distributionKey: false,
            sortKey: 0,
          }));
        },
      ),
    ]);
  }

  #statement<Item>(
    name: string,
    query: CatalogQuery,
    item: (row: CatalogRow) => Item,
    sort: (items: readonly Item[]) => readonly Item[],
    details: Pick<Way<Item>, 'missing'> = {},
  ): Way<Item> {
    const read = async (): Promise<CatalogLevel<Item>> => {
      const { rows } = await this.#source.query(query);
      const cut = rows.length >= showLimit && name.startsWith('SHOW');
      const notice = `${name} lists the first 10,000 only.`;
      return { items: sort(rows.map(item)), more: false, ...(cut && { notice }) };
    };
    return { name, statement: true, ...details, read };
  }

  #operation<Item>(
    name: string,
    missing: string,
    sort: (items: readonly Item[]) => readonly Item[],
    list: () => Promise<readonly Item[]>,
  ): Way<Item> {
    const read = async (): Promise<CatalogLevel<Item>> => ({
      items: sort(await this.#queue(list)),
      more: false,
    });
    return { name, statement: false, missing, read };
  }
}
