import type { ChartChoice } from '../../../protocol/chartChoice.ts';
import {
  mostPayloadBytes,
  type ResultColumn,
  type ResultPart,
  type ResultPayload,
} from '../../../protocol/resultPayload.ts';
import type { FinishedStatement } from '../statements/statementContract.ts';
import type { Row } from './contract.ts';
import { cutText } from './cutText.ts';
import { fitPreview, jsonBytes } from './previewSize.ts';

/** Where and for whom a statement ran: `warehouse` is the name of the workgroup or cluster, `account` the person as signed in. */
export type StatementOrigin = Pick<ResultPayload, 'region' | 'warehouse' | 'database' | 'account'>;

/** The beginning of a result set. */
export interface ResultPreview {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly Row[];
  /** In the whole result. */
  readonly totalRows: number;
  /** See ResultPayload. */
  readonly resultId?: string;
}

/** What else a payload may carry. */
export interface PayloadExtras {
  readonly parts?: readonly ResultPart[];
  readonly chart?: ChartChoice | undefined;
  readonly nullOrder?: ResultPayload['nullOrder'] | undefined;
}

/** Bytes; a longer choice is not drawn by itself. */
const largestChart = 8_000;
/** Characters of why one of several statements gave nothing. */
const longestError = 1_000;

/**
 * What a cell's output holds of a finished statement: as much of the first rows of its result as there is room for, or
 * the rows it touched.
 */
export function resultPayload(
  { region, warehouse, database, account }: StatementOrigin,
  { statementId, durationMs, rowCount, queryId, resultBytes }: FinishedStatement,
  preview?: ResultPreview,
  { parts, chart, nullOrder }: PayloadExtras = {},
): ResultPayload {
  const payload: ResultPayload = {
    version: 1,
    statementId,
    region,
    warehouse,
    database,
    account,
    durationMs,
    ...(queryId !== undefined && { queryId }),
    ...(parts && { parts: parts.map(shortPart) }),
  };
  if (preview === undefined) return rowCount < 0 ? payload : { ...payload, affectedRows: rowCount };
  const { totalRows, resultId } = preview;
  const head = {
    ...payload,
    ...(chart && jsonBytes(chart) <= largestChart && { chart }),
    ...(nullOrder && { nullOrder }),
  };
  const known = {
    totalRows,
    ...(resultId !== undefined && { resultId }),
    ...(resultBytes !== undefined && { bytes: resultBytes }),
  };
  const frame = { ...head, resultSet: { columns: [], totalColumns: 0, rows: [], cut: [], ...known } };
  const room = mostPayloadBytes - jsonBytes(frame) - 20;
  return { ...head, resultSet: { ...fitPreview(preview.columns, preview.rows, room), ...known } };
}

function shortPart(part: ResultPart): ResultPart {
  return part.error === undefined ? part : { ...part, error: cutText(part.error, longestError) };
}
