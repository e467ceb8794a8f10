import type { DatabaseUser, WarehouseColumn } from './contract.ts';

/** What the worker is started with. */
export interface WorkerStart {
  wasm: WebAssembly.Module;
  /** File URL of PGlite's file bundle. */
  filesUrl: string;
  /** File URL of the snapshot that is unpacked where the data folder is empty. */
  snapshotUrl: string;
  dataFolder: string;
  database: string;
}

export type WorkerRequest =
  | {
      kind: 'statement';
      user: DatabaseUser;
      sql: string;
      /** Empty for the warehouse's own. */
      database: string;
      parameters: readonly { name: string; value: string }[];
    }
  | { kind: 'script'; script: string }
  | { kind: 'manyTables'; count: number };

export type WorkerReply =
  | { kind: 'ready' }
  /** Rows as whole messages of the wire protocol; the memory moves with them. */
  | { kind: 'rows'; messages: Uint8Array }
  | {
      kind: 'done';
      columns: readonly WarehouseColumn[];
      hasResultSet: boolean;
      rowCount: number;
      tired: boolean;
    }
  | { kind: 'failed'; message: string; sqlState: string; position: number | undefined; tired: boolean };
