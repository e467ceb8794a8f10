import type { ColumnFilter } from '../../../../protocol/resultViewSpec.ts';
import { RedshiftIdentityError } from '../../../errors.ts';
import type { Column } from '../page/column.ts';
import { asText, compareBytes } from './byteRows.ts';
import type { WorkRows } from './contract.ts';
import { keyRange, markInRanges, sortRanges, type KeyRange } from './keyRange.ts';
import { markMatches } from './markMatches.ts';
import { parseOperand, readOperand, type Operand } from './operand.ts';
import { keyFamily } from './sortKeys.ts';
import { TextSearch } from './textSearch.ts';
import { pageStarts, WholeColumn } from './wholeColumn.ts';

/** Sets the byte of each row of a part that is looked for. */
type Mark = (part: Column, rowCount: number, marks: Uint8Array) => void;

/**
 * Rows that pass all filters, in their order.
 * @throws RedshiftIdentityError where there is no such column, or a value does not fit its type
 */
export function filterRows(rows: Omit<WorkRows, 'order'>, filters: readonly ColumnFilter[]): Uint32Array {
  const starts = pageStarts(rows.pages);
  const passing = new Uint8Array(starts[rows.pages.length] ?? 0).fill(1);
  for (const filter of filters) {
    const column = WholeColumn.of(rows, filter.column);
    const mark = markOf(column, filter);
    // NULL passes neither what asks for values nor its opposite.
    const isOpposite = filter.kind === 'notContains' || filter.kind === 'notEquals';
    column.parts.forEach((part, page) => {
      const passed = passing.subarray(starts[page], starts[page + 1]);
      const marks = new Uint8Array(passed.length);
      mark(part, passed.length, marks);
      if (isOpposite) for (let row = 0; row < marks.length; row++) marks[row] = opposite(part, row, marks);
      for (let row = 0; row < marks.length; row++) (passed[row] as number) &= marks[row] as number;
    });
  }
  return rowsOf(passing);
}

function opposite(part: Column, row: number, marks: Uint8Array): number {
  return marks[row] === 1 || part.isNull(row) ? 0 : 1;
}

function rowsOf(passing: Uint8Array): Uint32Array {
  let count = 0;
  for (const passes of passing) count += passes;
  const rows = new Uint32Array(count);
  let write = 0;
  for (let row = 0; write < count; row++) if (passing[row] === 1) rows[write++] = row;
  return rows;
}

function markOf(column: WholeColumn, filter: ColumnFilter): Mark {
  switch (filter.kind) {
    case 'contains':
    case 'notContains':
    case 'startsWith':
    case 'endsWith': {
      const place = filter.kind === 'notContains' ? 'contains' : filter.kind;
      const search = new TextSearch(place, filter.text, filter.matchCase);
      return (part, rowCount, marks) => void markMatches(part, rowCount, search, marks);
    }
    case 'equals':
    case 'notEquals': {
      const operand = readOperand(filter.value, column);
      return markRange(column, operand, operand);
    }
    case 'range':
      return markBetween(column, filter.from, filter.to);
    case 'oneOf':
      return markOneOf(column, filter.values);
    case 'null':
      return markNulls;
    case 'notNull':
      return (part, rowCount, marks) => {
        for (let row = 0; row < rowCount; row++) marks[row] = part.isNull(row) ? 0 : 1;
      };
  }
}

function markNulls(part: Column, rowCount: number, marks: Uint8Array): void {
  for (let row = 0; row < rowCount; row++) if (part.isNull(row)) marks[row] = 1;
}

function markBetween(column: WholeColumn, from: string | undefined, to: string | undefined): Mark {
  if (from === undefined && to === undefined) {
    throw new RedshiftIdentityError('A range needs a beginning or an end.', {
      code: 'InvalidFilter',
      remedy: 'Fill in one of the two fields, or remove the filter.',
    });
  }
  return markRange(
    column,
    from === undefined ? undefined : readOperand(from, column),
    to === undefined ? undefined : readOperand(to, column),
  );
}

function markRange(column: WholeColumn, from: Operand | undefined, to: Operand | undefined): Mark {
  const family = keyFamily(column);
  if (family === undefined) return markByteRange(from, to);
  const range = keyRange(family, from, to);
  return range === undefined ? () => {} : markKeys(column, family, [range]);
}

function markKeys(
  { starts }: WholeColumn,
  family: Exclude<ReturnType<typeof keyFamily>, undefined>,
  ranges: readonly KeyRange[],
): Mark {
  const longest = starts.reduce((most, start, page) => Math.max(most, start - (starts[page - 1] ?? 0)), 0);
  const keys = { high: new Uint32Array(longest), low: new Uint32Array(longest) };
  const sorted = sortRanges(ranges);
  return (part, rowCount, marks) => markInRanges(part, rowCount, family, sorted, keys, marks);
}

const encoder = new TextEncoder();

function markByteRange(from: Operand | undefined, to: Operand | undefined): Mark {
  const [first, last] = [operandBytes(from), operandBytes(to)];
  return (part, rowCount, marks) => {
    const texts = asText(part, rowCount);
    for (let row = 0; row < rowCount; row++) {
      const [start, end] = [texts.start(row), texts.start(row + 1)];
      if (part.isNull(row)) continue;
      if (first !== undefined && compareBytes(texts.bytes, start, end, first) < 0) continue;
      if (last === undefined || compareBytes(texts.bytes, start, end, last) <= 0) marks[row] = 1;
    }
  };
}

function operandBytes(operand: Operand | undefined): Uint8Array | undefined {
  if (operand?.kind === 'boolean') return encoder.encode(String(operand.value));
  return operand?.kind === 'text' ? encoder.encode(operand.text) : undefined;
}

/** Values that do not fit the type come from the result itself: such a row is found by its text. */
function markOneOf(column: WholeColumn, values: readonly (string | null)[]): Mark {
  const family = keyFamily(column);
  const texts = new Set<string>();
  const ranges: KeyRange[] = [];
  for (const value of new Set(values)) {
    if (value === null) continue;
    const operand = family === undefined ? undefined : parseOperand(value, column.kind);
    const range = family && operand && keyRange(family, operand, operand);
    if (range === undefined) texts.add(value);
    else ranges.push(range);
  }
  const markValues =
    family === undefined || ranges.length === 0 ? undefined : markKeys(column, family, ranges);
  return (part, rowCount, marks) => {
    markValues?.(part, rowCount, marks);
    if (values.includes(null)) markNulls(part, rowCount, marks);
    if (texts.size === 0) return;
    part.texts(0, rowCount).forEach((text, row) => {
      if (text !== null && texts.has(text)) marks[row] = 1;
    });
  };
}
