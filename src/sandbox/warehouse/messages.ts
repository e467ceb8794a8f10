import type { DatabaseUser, WarehouseColumn } from './contract.ts';
import type { SessionOpening, SessionState } from './sessions/sessionState.ts';
import type { SessionAction } from './sessions/sessions.ts';

/** What the worker is started with. */
export interface WorkerStart {
  wasm: WebAssembly.Module;
  /** File URL of PGlite's file bundle. */
  filesUrl: string;
  /** File URL of the snapshot that is unpacked where the data folder is empty. */
  snapshotUrl: string;
  dataFolder: string;
  database: string;
  /** Sessions as an earlier worker left them. */
  sessions: readonly SessionState[];
  /** Changes of the warehouse so far. */
  changes: number;
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
  | {
      kind: 'sessionStatement';
      session: SessionOpening;
      sql: string;
      parameters: readonly { name: string; value: string }[];
    }
  | { kind: 'sessionAction'; session: SessionOpening; action: SessionAction }
  | { kind: 'script'; script: string }
  | { kind: 'manyTables'; count: number };

/** How the sessions stand at the end of a request. */
export interface SessionStanding {
  /** Changes of the warehouse so far. */
  changes: number;
  /** The session with the backend's open transaction. */
  open: number | undefined;
}

export type WorkerReply =
  | { kind: 'ready' }
  /** A session as the next worker has to know it; undefined where it is closed. */
  | { kind: 'session'; id: number; state: SessionState | undefined }
  /** A statement begins. `timeout`: milliseconds that it may run, 0 for no limit. */
  | { kind: 'running'; changes: boolean; timeout: number }
  /** Rows as whole messages of the wire protocol; the memory moves with them. */
  | { kind: 'rows'; messages: Uint8Array }
  | {
      kind: 'done';
      columns: readonly WarehouseColumn[];
      hasResultSet: boolean;
      rowCount: number;
      tired: boolean;
      standing: SessionStanding;
    }
  | {
      kind: 'failed';
      message: string;
      sqlState: string;
      position: number | undefined;
      tired: boolean;
      standing: SessionStanding;
    };
