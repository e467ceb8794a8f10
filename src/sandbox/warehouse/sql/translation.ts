import type { PostgresSql } from './postgresSql.ts';
import type { StorageChange } from '../tableStorage.ts';
import type { QualifiedName } from './tokenCursor.ts';

/** A user, a role or everybody. */
export interface Principal {
  kind: 'user' | 'role' | 'public';
  /** Empty for `public`. */
  name: string;
}

/** What one Redshift statement comes to. Everything that isn't here has been refused. */
export type Translation =
  /** Runs as the person who sent it. `principals` must exist, and be of the kind that was written. */
  | { kind: 'sql'; statement: PostgresSql; principals?: readonly Principal[]; storage?: StorageChange }
  /** What the sandbox leaves to the administrator. `what` names it for others, who are refused. */
  | { kind: 'administratorSql'; what: string; statement: PostgresSql }
  | { kind: 'explain'; statement: PostgresSql }
  /** A parameter of the session; no values put it back. `local` lasts until the transaction ends. */
  | { kind: 'setting'; name: string; values: readonly string[] | undefined; local: boolean }
  | { kind: 'resetAll' }
  | { kind: 'showSetting'; name: string }
  /** A session context variable, `SET app.name TO 'value'`; no value puts it back. */
  | { kind: 'contextVariable'; name: string; value: string | undefined; local: boolean }
  /** Without a database, the one that the session is connected to. */
  | { kind: 'use'; database: string | undefined; schema: string | undefined }
  /** `word` is the one it began with, at the 0-based offset `start`. */
  | {
      kind: 'transaction';
      action: 'begin' | 'commit' | 'rollback';
      readOnly: boolean;
      word: string;
      start: number;
    }
  | { kind: 'createDatabase' | 'dropDatabase'; name: string }
  | { kind: 'roleGrant'; grant: boolean; roles: readonly string[]; members: readonly Principal[] }
  | {
      kind: 'systemPrivilege';
      grant: boolean;
      privileges: readonly SystemPrivilege[];
      roles: readonly Principal[];
    }
  | { kind: 'createPolicy'; policy: PolicyDefinition }
  | { kind: 'dropPolicy'; name: string; ifExists: boolean; cascade: boolean }
  | {
      kind: 'attachPolicy';
      attach: boolean;
      policy: string;
      tables: readonly QualifiedName[];
      to: readonly Principal[];
    }
  | { kind: 'createMaskingPolicy'; policy: MaskingPolicyDefinition; ifNotExists: boolean }
  | { kind: 'alterMaskingPolicy'; name: string; expressions: readonly string[] }
  | { kind: 'dropMaskingPolicy'; name: string; ifExists: boolean; cascade: boolean }
  | {
      kind: 'attachMask';
      attach: boolean;
      policy: string;
      table: QualifiedName;
      outputs: readonly string[];
      inputs: readonly string[];
      to: readonly Principal[];
      priority: number;
    }
  | { kind: 'rowLevelSecurity'; table: QualifiedName; on: boolean; conjunction: 'and' | 'or' };

/** A privilege on nothing in particular, which roles alone can have. */
export type SystemPrivilege = 'EXPLAIN RLS';

/** CREATE RLS POLICY. */
export interface PolicyDefinition {
  name: string;
  columns: readonly { name: string; type: string }[];
  /** Name that stands for the table in the expression; empty if there is none. */
  alias: string;
  /** SQL for PostgreSQL, in which columns are bare names. */
  expression: string;
}

/** CREATE MASKING POLICY. */
export interface MaskingPolicyDefinition {
  name: string;
  columns: readonly { name: string; type: string }[];
  /** SQL for PostgreSQL, one for each output column, in which the columns are bare names. */
  expressions: readonly string[];
}
