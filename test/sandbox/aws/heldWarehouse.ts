import { SqlCancelled } from '../../../src/sandbox/warehouse/contract.ts';
import { resultRows } from '../../../src/sandbox/warehouse/resultRows.ts';
import type {
  StatementOutcome,
  StatementRequest,
  Warehouse,
  WarehouseColumn,
  WarehouseSession,
} from '../../../src/sandbox/warehouse/contract.ts';

/** An outcome with its rows written out. */
export interface PlainOutcome extends Omit<StatementOutcome, 'rows'> {
  rows: readonly (readonly (string | null)[])[];
}

export interface HeldStatement {
  request: StatementRequest;
  start(): void;
  finish(outcome?: Partial<PlainOutcome>): void;
  fail(error: Error): void;
}

export interface HeldWarehouse extends Warehouse {
  /** Statements in the order of their arrival. */
  statements: HeldStatement[];
  /** What was done to its sessions besides running statements: `begin`, `close`. */
  sessionEvents: string[];
}

export function statementOutcome(outcome: PlainOutcome): StatementOutcome {
  return { ...outcome, rows: resultRows(outcome.rows) };
}

/** A warehouse whose statements end when a test says so. A cancelled one ends by itself. */
export function heldWarehouse(): HeldWarehouse {
  const statements: HeldStatement[] = [];
  const sessionEvents: string[] = [];
  const run = (request: StatementRequest): Promise<StatementOutcome> =>
    new Promise((resolve, reject) => {
      request.signal?.addEventListener('abort', () => reject(new SqlCancelled('canceled on user request')));
      statements.push({
        request,
        start: () => request.onStarted?.(),
        finish: (outcome = {}) =>
          resolve(statementOutcome({ columns: [], rows: [], hasResultSet: false, rowCount: -1, ...outcome })),
        fail: reject,
      });
    });
  return {
    statements,
    sessionEvents,
    run,
    openSession: (user, database) =>
      warehouseSession(
        (request) => run({ ...request, user, ...(database !== undefined && { database }) }),
        (event) => sessionEvents.push(event),
      ),
    runAsAdministrator: () => Promise.resolve(),
    createManyTables: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** A session of a warehouse that is a function. */
export function warehouseSession(
  run: WarehouseSession['run'],
  onEvent: (event: 'begin' | 'commit' | 'rollback' | 'close') => void = () => undefined,
): WarehouseSession {
  const told = (event: Parameters<typeof onEvent>[0]) => () => Promise.resolve(onEvent(event));
  return {
    run,
    begin: told('begin'),
    commit: told('commit'),
    rollback: told('rollback'),
    inTransaction: false,
    close: told('close'),
  };
}

export function column(name: string, typeName: string): WarehouseColumn {
  return {
    name,
    label: name,
    typeName,
    nullable: 1,
    precision: 0,
    scale: 0,
    length: 0,
    schemaName: '',
    tableName: '',
    columnDefault: null,
    isCaseSensitive: false,
    isCurrency: false,
    isSigned: true,
  };
}
