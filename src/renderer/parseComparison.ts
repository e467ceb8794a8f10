import type { ComparedSide, ComparisonPayload, RowDifference } from '../protocol/comparisonPayload.ts';
import {
  count,
  isFields,
  misshapen,
  optionalCount,
  optionalText,
  parseResultSet,
  parseRows,
  readVersioned,
  text,
} from './payloadFields.ts';

/**
 * Checks what came out of an output with two people's results.
 * @throws PayloadError
 */
export function parseComparison(value: unknown): ComparisonPayload {
  const fields = readVersioned(value);
  const left = parseSide(fields['left'], 'left');
  const right = parseSide(fields['right'], 'right');
  if (fields['difference'] === undefined) return { version: 1, left, right };
  return { version: 1, left, right, difference: parseDifference(fields['difference'], left, right) };
}

function parseSide(value: unknown, name: string): ComparedSide {
  if (!isFields(value)) throw misshapen(name);
  const [statementId, error] = ['statementId', 'error'].map((member) => optionalText(value, member));
  const durationMs = optionalCount(value, 'durationMs');
  const { resultSet } = value;
  return {
    account: text(value, 'account'),
    region: text(value, 'region'),
    warehouse: text(value, 'warehouse'),
    ...(statementId !== undefined && { statementId }),
    ...(error !== undefined && { error }),
    ...(durationMs !== undefined && { durationMs }),
    ...(resultSet !== undefined && { resultSet: parseResultSet(resultSet) }),
  };
}

/** Its rows have the columns of the side that they are from. */
function parseDifference(value: unknown, left: ComparedSide, right: ComparedSide): RowDifference {
  if (!isFields(value) || !left.resultSet || !right.resultSet) throw misshapen('difference');
  const comparedRows = optionalCount(value, 'comparedRows');
  return {
    both: count(value, 'both'),
    onlyLeft: count(value, 'onlyLeft'),
    onlyRight: count(value, 'onlyRight'),
    leftRows: parseRows(value['leftRows'], left.resultSet.columns.length, 'leftRows'),
    rightRows: parseRows(value['rightRows'], right.resultSet.columns.length, 'rightRows'),
    ...(comparedRows !== undefined && { comparedRows }),
  };
}
