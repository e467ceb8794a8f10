import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { SqlError } from './contract.ts';
import { BackendReader, extendedQuery, simpleQuery } from './wire.ts';
import type { BackendEvents, ErrorFields } from './wire.ts';

/** PostgreSQL itself: compiled code and the files that it starts from. */
export interface PostgresProgram {
  wasm: WebAssembly.Module;
  files: ArrayBuffer;
}

// PGlite's own, without -O: not even a superuser shall change the form of a system table.
export const startParameters = [
  '--single',
  '-F',
  '-j',
  ...[
    'search_path=public',
    'exit_on_error=false',
    'log_checkpoints=false',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'io_method=sync',
    'jit=off',
    'TimeZone=UTC',
    'standard_conforming_strings=on',
    'check_function_bodies=on',
    'track_activities=off',
    'max_stack_depth=512kB',
    'temp_file_limit=256MB',
  ].flatMap((setting) => ['-c', setting]),
];

/** The administrator: the superuser that PostgreSQL's cluster was made with. */
export const administrator = 'postgres';

/** PostgreSQL stopped working inside its memory; only a new instance helps. */
export class DatabaseBroken extends Error {
  override readonly name = 'DatabaseBroken';
}

/** Where fields and rows of a statement go. */
export type RowEvents = Pick<BackendEvents, 'onFields' | 'onRow' | 'onRowBytes'>;

/** One PGlite instance on a data directory: one backend, one session, no two statements at once. */
export class Database {
  readonly #pglite: PGlite;

  #trapped = false;

  private constructor(pglite: PGlite) {
    this.#pglite = pglite;
    this.#watchTraps();
  }

  static async open(program: PostgresProgram, dataFolder: string, database: string): Promise<Database> {
    const pglite = await PGlite.create({
      fs: new NodeFS(dataFolder),
      database,
      pgliteWasmModule: program.wasm,
      fsBundle: new Blob([program.files]),
      startParams: startParameters,
    });
    const opened = new Database(pglite);
    // Single-user mode begins without a session authorization to come back to.
    opened.query(`SET SESSION AUTHORIZATION ${administrator}`);
    return opened;
  }

  /** Bytes of memory that the instance holds. It never gives any back. */
  get memory(): number {
    return this.#pglite.Module.HEAPU8.length;
  }

  /** Runs SQL of the sandbox's own, of one or more statements, and returns the rows. */
  query(sql: string): (string | null)[][] {
    const rows: (string | null)[][] = [];
    this.#exchange(simpleQuery(sql), { onRow: (row) => rows.push(row) });
    return rows;
  }

  /**
   * Runs one statement with parameters.
   * @returns the command's tag, such as `INSERT 0 5`
   * @throws SqlError with PostgreSQL's position in `sql`
   */
  execute(sql: string, parameters: readonly string[], events: RowEvents): string {
    return this.#exchange(extendedQuery(sql, parameters), events);
  }

  get inTransaction(): boolean {
    return this.#pglite.isInTransaction();
  }

  /** The data directory as a gzipped tar. */
  async dump(): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#pglite.dumpDataDir('gzip')).arrayBuffer());
  }

  async close(): Promise<void> {
    await this.#pglite.close();
  }

  /** PGlite goes on after a trap, such as an overflow of the stack, as if the statement had ended. We don't. */
  #watchTraps(): void {
    const program = this.#pglite.Module;
    const loop = program._PostgresMainLoopOnce;
    program._PostgresMainLoopOnce = () => {
      try {
        loop();
      } catch (error) {
        this.#trapped ||= !isPostgresError(error);
        throw error;
      }
    };
  }

  #exchange(message: Uint8Array, events: RowEvents): string {
    let tag = '';
    let ready = false;
    let failure: ErrorFields | undefined;
    const reader = new BackendReader({
      ...events,
      onComplete: (command) => (tag = command),
      onError: (fields) => (failure ??= fields),
      onReady: () => (ready = true),
    });
    // An exception must not cross PostgreSQL's frames, so what a listener throws is kept until they are gone.
    let thrown: unknown;
    void this.#pglite.execProtocolRawStream(message, {
      syncToFs: false,
      onRawData: (bytes) => {
        if (thrown !== undefined) return;
        try {
          reader.feed(bytes);
        } catch (error) {
          thrown = error ?? new Error('nothing');
        }
      },
    });
    if (this.#trapped) throw new DatabaseBroken('PostgreSQL was stopped in the middle of a statement');
    if (thrown !== undefined) throw thrown;
    if (failure) throw sqlErrorOf(failure);
    if (!ready) throw new DatabaseBroken('PostgreSQL did not finish the statement');
    return tag;
  }
}

/** RESET would do nothing: PostgreSQL's session began with nobody's authorization. Within a transaction, this is undone by its ROLLBACK. */
export function becomeAdministrator(database: Database): void {
  database.query(`SET SESSION AUTHORIZATION ${administrator}`);
}

/** How PostgreSQL's own errors leave its main loop. */
const errorStatus = 100;

function isPostgresError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === errorStatus;
}

/** The messages that Redshift words differently; the last is how GEOMETRY refuses text. */
const wordings: readonly [RegExp, string][] = [
  [/^permission denied for (?:table|view|sequence) /, 'permission denied for relation '],
  [/^must be owner of (?:table|view) /, 'must be owner of relation '],
  [
    /^cannot accept a value of type pg_node_tree$/,
    'text as a value of GEOMETRY is not supported by the sandbox',
  ],
];

/** Detail is left out: it can quote rows that the person may not see. */
function sqlErrorOf(fields: ErrorFields): SqlError {
  const message = wordings.reduce((text, [from, to]) => text.replace(from, to), fields['M'] ?? '');
  // Nobody here can turn PostgreSQL's own screws.
  const helps = fields['H'] !== undefined && !fields['H'].includes('configuration parameter');
  const hint = helps ? `\n  Hint: ${fields['H']}` : '';
  const position = fields['P'] === undefined ? undefined : Number(fields['P']);
  return new SqlError(`ERROR: ${message}${hint}`, fields['C'] ?? 'XX000', position);
}
