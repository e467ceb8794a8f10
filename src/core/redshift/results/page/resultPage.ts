import {
  GetStatementResultV2Command,
  type ColumnMetadata,
  type GetStatementResultV2CommandOutput,
} from '@aws-sdk/client-redshift-data';
import type { ResultColumn } from '../../../../protocol/resultPayload.ts';
import { Cancelled } from '../../../errors.ts';
import type { StatementClient } from '../../statements/statementContract.ts';
import { callError, StatementError } from '../../statements/statementError.ts';
import { columnKind, isNumericType } from './columnKind.ts';
import type { CsvFields } from './csv.ts';
import { CsvError } from './csvError.ts';
import { splitPageBody } from './pageBody.ts';
import { Scratch } from './scratch.ts';
import { takeRows } from './takeRows.ts';
import { readTypedRows, type TypedRows } from './typedRows.ts';

export interface ResultPage {
  readonly columns: ResultColumn[];
  readonly values: TypedRows;
  /** Rows in the whole result; absent where the service does not count them. */
  readonly totalRows?: number;
  readonly nextToken?: string;
}

/**
 * One page of a finished statement's result, by GetStatementResultV2. The service chooses the size of a page.
 * @param onNext is told the next page's token before this page is parsed
 * @throws StatementError; `UnreadableResult` where the page is not what the service promises
 * @throws Cancelled when `signal` aborted
 */
export async function fetchResultPage(
  client: StatementClient,
  statementId: string,
  nextToken?: string,
  signal?: AbortSignal,
  onNext?: (nextToken: string) => void,
): Promise<ResultPage> {
  if (signal?.aborted) throw new Cancelled();
  const command = new GetStatementResultV2Command({
    Id: statementId,
    ...(nextToken && { NextToken: nextToken }),
  });
  const scratch = Scratch.take();
  const taken = takeRows(command, scratch);
  try {
    const answer = await send(client, command, statementId, signal);
    if (answer.NextToken && onNext) {
      onNext(answer.NextToken);
      // What was asked for leaves once the loop has turned; parsing would hold it back.
      await new Promise((resolve) => setTimeout(resolve));
    }
    const columns = (answer.ColumnMetadata ?? []).map(resultColumn);
    const values = await readTypedRows(taken.fields ?? (await fieldsOf(answer, scratch)), columns);
    // After an error it may still be in use.
    scratch.giveBack();
    if (signal?.aborted) throw new Cancelled();
    return {
      columns,
      values,
      ...(answer.TotalNumRows !== undefined && { totalRows: answer.TotalNumRows }),
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

async function send(
  client: StatementClient,
  command: GetStatementResultV2Command,
  statementId: string,
  signal: AbortSignal | undefined,
): Promise<GetStatementResultV2CommandOutput> {
  try {
    return await client.send(command, signal === undefined ? {} : { abortSignal: signal });
  } catch (error) {
    if (signal?.aborted) throw new Cancelled();
    throw error instanceof CsvError ? error : callError(error, 'GetStatementResultV2', statementId);
  }
}

function resultColumn({ label, name, typeName = '', precision, scale }: ColumnMetadata): ResultColumn {
  const column = { name: label || name || '', typeName, numeric: isNumericType(typeName) };
  // Of other types the numbers say what drivers have room for.
  if (columnKind(typeName) !== 'decimal' || !precision || scale === undefined) return column;
  return { ...column, precision, scale };
}

/** From what the SDK read itself. */
async function fieldsOf(
  { Records = [] }: GetStatementResultV2CommandOutput,
  scratch: Scratch,
): Promise<CsvFields> {
  const body = await splitPageBody(new TextEncoder().encode(JSON.stringify({ Records })), scratch);
  if (body === undefined) throw new CsvError('The page has no rows.');
  return body.fields;
}
