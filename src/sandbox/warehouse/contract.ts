/** What the AWS side of the sandbox needs of a warehouse. One warehouse is one workgroup's or cluster's databases in one Region. */
export interface Warehouse {
  /**
   * Runs one statement, written in Redshift SQL, as a person or role.
   * Statements of a warehouse run one after another; the promise of a waiting one is pending.
   * Rejects with `SqlError`, or with `SqlCancelled` when `signal` aborted it.
   */
  run(request: StatementRequest): Promise<StatementOutcome>;
  /** Runs a script of Redshift SQL as the administrator (a superuser). */
  runAsAdministrator(script: string): Promise<void>;
  /** Creates tables `wide.table_00001`… up to `count`, which everybody may read. Those that exist stay. */
  createManyTables(count: number): Promise<void>;
  /** Ends the worker and removes its files. */
  close(): Promise<void>;
}

export interface StatementRequest {
  user: DatabaseUser;
  sql: string;
  /** Database that the statement connects to; the warehouse's own if not given. */
  database?: string;
  /** Values for `:name` in the statement, bound, never pasted. */
  parameters?: readonly { name: string; value: string }[];
  signal?: AbortSignal;
  /** Called when the statement leaves the queue. */
  onStarted?: () => void;
}

export interface DatabaseUser {
  /** Redshift user name: `awsidc:ming@example.com`, or `IAMR:role-name` for a session without an identity context. */
  name: string;
  /** Redshift role names of the person's groups: `awsidc:apac-sales`. Roles that do not exist in the warehouse are ignored, as Redshift does. */
  roles: readonly string[];
}

export interface StatementOutcome {
  /** Empty for a statement without a result set. */
  columns: readonly WarehouseColumn[];
  /** PostgreSQL's text form of each value; `null` is SQL NULL. */
  rows: readonly (readonly (string | null)[])[];
  hasResultSet: boolean;
  /** Rows returned or affected; -1 where the command counts none. */
  rowCount: number;
}

/** Members of the Data API's ColumnMetadata. */
export interface WarehouseColumn {
  name: string;
  label: string;
  /** Redshift's name: `int8`, `numeric`, `varchar`, `timestamptz`, `super`… */
  typeName: string;
  /** 0 no, 1 yes, 2 unknown. */
  nullable: number;
  precision: number;
  scale: number;
  length: number;
  schemaName: string;
  tableName: string;
  columnDefault: string | null;
  isCaseSensitive: boolean;
  isCurrency: boolean;
  isSigned: boolean;
}

/** The database refused a statement. `message` is what the person sees, as Redshift words it: `ERROR: permission denied for relation sales`. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  /** SQLSTATE, for example `42501` or `0A000`. */
  readonly sqlState: string;
  /** 1-based position in the statement as it was given, in JavaScript's characters, where known. */
  readonly position: number | undefined;
  constructor(message: string, sqlState: string, position?: number) {
    super(message);
    this.sqlState = sqlState;
    this.position = position;
  }
}

export class SqlCancelled extends Error {
  override readonly name = 'SqlCancelled';
}
