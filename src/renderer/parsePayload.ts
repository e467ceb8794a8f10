import type { ResultPart, ResultPayload } from '../protocol/resultPayload.ts';
import { isChoice } from './chartChoice.ts';
import {
  count,
  isFields,
  misshapen,
  optionalCount,
  optionalText,
  parseResultSet,
  readVersioned,
  text,
} from './payloadFields.ts';

/**
 * Checks what came out of an output: it may be of another version, or edited by hand.
 * @throws PayloadError
 */
export function parsePayload(value: unknown): ResultPayload {
  const fields = readVersioned(value);
  const { resultSet, parts, chart, nullOrder } = fields;
  const [affectedRows, queryId] = ['affectedRows', 'queryId'].map((name) => optionalCount(fields, name));
  return {
    version: 1,
    statementId: text(fields, 'statementId'),
    region: text(fields, 'region'),
    warehouse: text(fields, 'warehouse'),
    database: text(fields, 'database'),
    account: text(fields, 'account'),
    durationMs: count(fields, 'durationMs'),
    ...(queryId !== undefined && { queryId }),
    ...(affectedRows !== undefined && { affectedRows }),
    ...(resultSet !== undefined && { resultSet: parseResultSet(resultSet) }),
    ...(parts !== undefined && { parts: parseParts(parts) }),
    // A marker may ask for a chart that this version doesn't know: the rows are drawn all the same.
    ...(isChoice(chart) && { chart }),
    ...((nullOrder === 'first' || nullOrder === 'last') && { nullOrder }),
  };
}

function parseParts(value: unknown): ResultPart[] {
  if (!Array.isArray(value)) throw misshapen('parts');
  return value.map(parsePart);
}

function parsePart(value: unknown): ResultPart {
  if (!isFields(value)) throw misshapen('parts');
  const [statementId, error] = ['statementId', 'error'].map((name) => optionalText(value, name));
  const [durationMs, rows] = ['durationMs', 'rows'].map((name) => optionalCount(value, name));
  return {
    region: text(value, 'region'),
    warehouse: text(value, 'warehouse'),
    account: text(value, 'account'),
    ...(statementId !== undefined && { statementId }),
    ...(error !== undefined && { error }),
    ...(durationMs !== undefined && { durationMs }),
    ...(rows !== undefined && { rows }),
  };
}
