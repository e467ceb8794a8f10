import type { ComparedSide, ComparisonPayload, RowDifference } from '../../../protocol/comparisonPayload.ts';
import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import { formatCount, formatRowCount } from './resultSummary.ts';
import { textTable } from './textTable.ts';
import { visibleText } from './visibleText.ts';

/** What a comparison shows, in a sentence or two. */
export function comparisonSummary(payload: ComparisonPayload): string {
  const { left, right, difference } = payload;
  if (difference) return differenceText(left.account, right.account, difference);
  const sides = [left, right];
  const failed = sides.filter(({ error }) => error !== undefined);
  if (failed.length === sides.length) return 'The statement failed as either of them.';
  if (failed.length > 0) return `${sides.map(outcomeText).join('; ')}.`;
  if (!left.resultSet || !right.resultSet) return 'There are no rows to compare.';
  return columnsText(left, right);
}

/** A comparison as plain text, for screen readers, copies and editors without the renderer. */
export function comparisonText(payload: ComparisonPayload): string {
  const { left, right, difference } = payload;
  return [
    comparisonSummary(payload),
    ...sideText(left, difference?.leftRows),
    ...sideText(right, difference?.rightRows),
  ].join('\n');
}

/** Names of the columns that `others` doesn't have. */
export function ownColumns(columns: readonly ResultColumn[], others: readonly ResultColumn[]): string[] {
  const known = new Set(others.map(({ name }) => name));
  return columns.map(({ name }) => name).filter((name) => !known.has(name));
}

function differenceText(left: string, right: string, difference: RowDifference): string {
  const { both, onlyLeft, onlyRight, comparedRows } = difference;
  const bounds =
    comparedRows === undefined
      ? ''
      : ` Only the first ${formatCount(comparedRows)} rows of each were compared.`;
  if (onlyLeft + onlyRight === 0) {
    return (both === 0 ? 'Neither sees any rows.' : `Both see the same ${formatRowCount(both)}.`) + bounds;
  }
  return `${formatRowCount(onlyLeft)} only ${left} sees, ${formatCount(onlyRight)} only ${right} sees, ${formatCount(both)} both see.${bounds}`;
}

function outcomeText({ account, error, resultSet }: ComparedSide, index: number): string {
  if (error !== undefined) return `${index === 0 ? 'The' : 'the'} statement failed as ${account}`;
  return `${account} sees ${resultSet ? formatRowCount(resultSet.totalRows) : 'no rows'}`;
}

function columnsText(left: ComparedSide, right: ComparedSide): string {
  const [ofLeft, ofRight] = [left.resultSet?.columns ?? [], right.resultSet?.columns ?? []];
  const own = [
    { account: left.account, names: ownColumns(ofLeft, ofRight) },
    { account: right.account, names: ownColumns(ofRight, ofLeft) },
  ].filter(({ names }) => names.length > 0);
  const which = own.map(({ account, names }) => `only ${account} has ${names.join(', ')}`).join('; ');
  return `The columns differ, so rows were not compared${which === '' ? '' : `: ${which}`}.`;
}

function sideText(side: ComparedSide, own: (string | null)[][] | undefined): string[] {
  const { account, region, warehouse, statementId = '', durationMs = 0, resultSet, error } = side;
  const title = `As ${[account, region, warehouse].map(visibleText).join(' · ')}`;
  if (error !== undefined) return ['', title, error];
  if (!resultSet) return ['', title];
  if (own?.length === 0)
    return ['', `${title}: ${formatRowCount(resultSet.totalRows)}, none that the other has not.`];
  const place = { version: 1, statementId, region, warehouse, database: '', account, durationMs } as const;
  const shown = own === undefined ? resultSet : { ...resultSet, rows: own, totalRows: own.length };
  return [
    '',
    own === undefined ? title : `${title}: rows that the other has not`,
    textTable({ ...place, resultSet: shown }),
  ];
}
