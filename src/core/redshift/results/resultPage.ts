import {
  GetStatementResultV2Command,
  type ColumnMetadata,
  type GetStatementResultV2CommandOutput,
} from '@aws-sdk/client-redshift-data';
import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import { Cancelled } from '../../errors.ts';
import { CsvError, parseCsv } from './csv.ts';
import type { StatementClient } from '../statements/statementContract.ts';
import { callError, StatementError } from '../statements/statementError.ts';

export interface ResultPage {
  readonly columns: ResultColumn[];
  /** As Redshift wrote the values, but `true` and `false` spelled out; `null` is SQL NULL. */
  readonly rows: (string | null)[][];
  /** Rows in the whole result. */
  readonly totalRows: number;
  readonly nextToken?: string;
}

/**
 * One page of a finished statement's result, by GetStatementResultV2. The service chooses the size of a page.
 * @throws StatementError; `UnreadableResult` where the page is not what the service promises
 * @throws Cancelled when `signal` aborted
 */
export async function fetchResultPage(
  client: StatementClient,
  statementId: string,
  nextToken?: string,
  signal?: AbortSignal,
): Promise<ResultPage> {
  if (signal?.aborted) throw new Cancelled();
  let answer: GetStatementResultV2CommandOutput;
  try {
    answer = await client.send(
      new GetStatementResultV2Command({ Id: statementId, ...(nextToken && { NextToken: nextToken }) }),
      signal === undefined ? {} : { abortSignal: signal },
    );
  } catch (error) {
    throw signal?.aborted ? new Cancelled() : callError(error, 'GetStatementResultV2', statementId);
  }
  try {
    const columns = (answer.ColumnMetadata ?? []).map(resultColumn);
    const rows = parseCsv(csvText(answer.Records));
    requireWidth(rows, columns.length);
    spellOutBooleans(rows, columns);
    return {
      columns,
      rows,
      totalRows: answer.TotalNumRows ?? rows.length,
      ...(answer.NextToken && { nextToken: answer.NextToken }),
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new StatementError(`The result could not be read. ${error.message}`, {
      code: 'UnreadableResult',
      statementId,
      remedy: 'Run the statement again; report it if it stays.',
    });
  }
}

/** The engine writes `t` and `f`. */
function spellOutBooleans(rows: (string | null)[][], columns: readonly ResultColumn[]): void {
  columns.forEach(({ typeName }, index) => {
    if (!/^bool/i.test(typeName)) return;
    for (const row of rows) {
      if (row[index] === 't') row[index] = 'true';
      else if (row[index] === 'f') row[index] = 'false';
    }
  });
}

const numericTypes =
  /^(int2|int4|int8|smallint|integer|int|bigint|numeric|decimal|float|float4|float8|real|double precision|oid)\b/;

/** Whether values of this Redshift type are numbers, to be drawn right-aligned. */
export function isNumericType(typeName: string): boolean {
  return numericTypes.test(typeName.toLowerCase());
}

function resultColumn({ label, name, typeName = '' }: ColumnMetadata): ResultColumn {
  return { name: label || name || '', typeName, numeric: isNumericType(typeName) };
}

/** Joined before parsing: a record may begin in one chunk and end in the next. */
function csvText(records: unknown): string {
  let text = '';
  for (const record of Array.isArray(records) ? records : []) text += recordText(record);
  return text;
}

function recordText(record: unknown): string {
  if (typeof record === 'object' && record !== null) {
    if ('CSVRecords' in record && typeof record.CSVRecords === 'string') return record.CSVRecords;
    // The user guide nests the chunks in one more list; the SDK then hands over what it could not place.
    if (Array.isArray(record)) return csvText(record);
    if ('$unknown' in record && Array.isArray(record.$unknown)) return recordText(record.$unknown[1]);
  }
  throw new CsvError('A part of the page holds no CSV.');
}

function requireWidth(rows: readonly (readonly unknown[])[], width: number): void {
  const wrong = rows.findIndex((row) => row.length !== width);
  if (wrong < 0) return;
  throw new CsvError(`Row ${wrong + 1} of the page has ${rows[wrong]?.length} values for ${width} columns.`);
}
