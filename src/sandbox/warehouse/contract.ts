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
  /** Costs nothing until the session runs its first statement. */
  openSession(user: DatabaseUser, database?: string): WarehouseSession;
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

/**
 * State that outlives a statement: settings, USE, temporary tables, an open transaction. Statements of other sessions
 * run in between, and see none of it. Its own run one after another.
 */
export interface WarehouseSession {
  /**
   * As `Warehouse.run`. BEGIN, COMMIT and ROLLBACK are statements here, unless `begin` was called.
   * A statement that fails or is cancelled inside of a transaction leaves it failed: SQLSTATE 25P02 until it ends.
   */
  run(request: SessionRequest): Promise<StatementOutcome>;
  /** Begins the transaction of a batch, in which BEGIN, COMMIT and ROLLBACK are refused. One that is open goes on. */
  begin(): Promise<void>;
  /** Ends the transaction of a batch. Rejects with `SqlError` where it had failed and was rolled back. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** A transaction is open or failed, as of the last statement that ended. */
  readonly inTransaction: boolean;
  /** Rolls back, drops temporary tables, forgets. Waits for a statement that runs. */
  close(): Promise<void>;
}

export type SessionRequest = Omit<StatementRequest, 'user' | 'database'>;

export interface DatabaseUser {
  /** Redshift user name: `awsidc:ming@example.com`, or `IAMR:role-name` for a session without an identity context. */
  name: string;
  /** Redshift role names of the person's groups: `awsidc:apac-sales`. Roles that do not exist in the warehouse are ignored, as Redshift does. */
  roles: readonly string[];
}

export interface StatementOutcome {
  /** Empty for a statement without a result set. */
  columns: readonly WarehouseColumn[];
  rows: ResultRows;
  hasResultSet: boolean;
  /** Rows returned or affected; -1 where the command counts none. */
  rowCount: number;
}

/** Rows of a result, kept as bytes: a million take little more than their text, and one page of them is decoded at a time. */
export interface ResultRows {
  readonly count: number;
  /** Bytes of memory that they take. */
  readonly heldBytes: number;
  /** Bytes of the values in UTF-8, one more for each. */
  readonly textBytes: number;
  /** The row behind a page that begins with row `from` (counted from 0) and holds about `bytes` of text; one row at least. */
  pageEnd(from: number, bytes: number): number;
  /** Shows the rows `from` up to and without `to`, value by value. */
  visit(from: number, to: number, visitor: RowVisitor): void;
  /** Rows in PostgreSQL's text form, `null` for SQL NULL; all of them if not told which. For small results and pages. */
  values(from?: number, to?: number): (string | null)[][];
}

export interface RowVisitor {
  /** `bytes` from `start` up to and without `end` are the value's UTF-8; an `end` before `start` is NULL. */
  value(bytes: Buffer, start: number, end: number, column: number): void;
  /** Behind the last value of a row. */
  rowEnd(): void;
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
