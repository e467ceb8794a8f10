import type {
  CatalogQuery,
  CatalogRows,
  CatalogSource,
  MetadataOperations,
} from '../../../../src/core/redshift/catalog/contract.ts';
import { StatementError } from '../../../../src/core/redshift/statements/statementError.ts';

/** What statements that begin like this, or hold this, are answered with. */
export type Script = readonly (readonly [RegExp, CatalogRows | Error | (() => Promise<CatalogRows>)])[];

export interface ScriptedCatalog extends CatalogSource {
  readonly queries: CatalogQuery[];
  /** Operations of the Data API that were called, with what they were called for. */
  readonly calls: string[];
}

/** A source that knows the statements of a script and keeps what it was asked. Others fail as Redshift would fail them. */
export function scriptedCatalog(
  script: Script,
  operations: Partial<MetadataOperations> = {},
): ScriptedCatalog {
  const queries: CatalogQuery[] = [];
  const calls: string[] = [];
  const call = <T>(name: string, names: readonly string[], answer: Promise<T> | undefined): Promise<T> => {
    calls.push([name, ...names].join(' '));
    return answer ?? Promise.reject(denied(name));
  };
  return {
    queries,
    calls,
    query: async (query) => {
      queries.push(query);
      const answer =
        script.find(([pattern]) => pattern.test(query.sql))?.[1] ?? failed('syntax error at or near "SHOW"');
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? answer() : answer;
    },
    operations: {
      listDatabases: () => call('ListDatabases', [], operations.listDatabases?.()),
      listSchemas: (database) => call('ListSchemas', [database], operations.listSchemas?.(database)),
      listTables: (database, schema) =>
        call('ListTables', [database, schema], operations.listTables?.(database, schema)),
      describeTable: (database, schema, table) =>
        call('DescribeTable', [database, schema, table], operations.describeTable?.(database, schema, table)),
    },
  };
}

/** Rows from a table as psql draws it: a line of names, then a line for each row. An empty cell is NULL. */
export function table(text: string): CatalogRows {
  const [head = [], ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return {
    columns: head,
    rows: lines.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] || null]))),
  };
}

/** A statement that Redshift failed. */
export const failed = (message: string): StatementError =>
  new StatementError(`ERROR: ${message}`, { code: 'StatementFailed', statementId: 'st-1' });

/** A call that IAM denied. */
export const denied = (operation: string): StatementError =>
  new StatementError(`${operation}: AccessDeniedException: User is not authorized to perform this.`, {
    code: 'AccessDeniedException',
  });

/** Tables `t00000`, `t00001`… as SHOW TABLES and SVV_ALL_TABLES list them. */
export const manyTables = (from: number, to: number): CatalogRows => ({
  columns: ['table_name', 'table_type'],
  rows: Array.from({ length: to - from }, (_, index) => ({
    table_name: `t${String(from + index).padStart(5, '0')}`,
    table_type: 'TABLE',
  })),
});
