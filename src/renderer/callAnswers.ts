import type { GridCallKind, GridCalls, WindowValues } from '../protocol/gridMessages.ts';
import { isFields, type Fields } from './payloadFields.ts';

type Check<Kind extends GridCallKind> = (answer: Fields, ask: GridCalls[Kind]['ask']) => boolean;

const checks: { readonly [Kind in GridCallKind]: Check<Kind> } = {
  columns: ({ columns }) =>
    isList(columns, (column) => isFields(column) && isText(column['name']) && isText(column['typeName'])),
  view: ({ viewId, rowCount }) => isText(viewId) && isCount(rowCount),
  window: isWindow,
  cell: ({ value, length }) => isValue(value) && isCount(length),
  find: ({ findId, count, isMore }) => isText(findId) && isCount(count) && typeof isMore === 'boolean',
  match: ({ index, row, column }) => isCount(index) && isCount(row) && isCount(column),
  aggregate: ({ cells, nulls, numbers, sum, average, min, max }) =>
    [cells, nulls, numbers].every(isCount) && [sum, average, min, max].every(isMaybeText),
  profile: ({ rows, nulls, distinct, min, max, average, histogram, top }) =>
    [rows, nulls, distinct].every(isCount) &&
    [min, max, average].every(isMaybeText) &&
    (histogram === undefined ||
      isList(
        histogram,
        (step) => isFields(step) && isText(step['from']) && isText(step['to']) && isCount(step['rows']),
      )) &&
    isList(top, (entry) => isFields(entry) && isText(entry['value']) && isCount(entry['rows'])),
  copy: ({ rows, cells }) => isCount(rows) && isCount(cells),
  suggestChart: ({ choice }) => choice === null || isFields(choice),
  chart: ({ fields, rows, totalRows, notes }) =>
    Array.isArray(fields) && Array.isArray(rows) && isCount(totalRows) && isList(notes, isText),
  keepChart: () => true,
  saveChart: ({ saved }) => typeof saved === 'boolean',
  act: () => true,
  openCell: () => true,
};

/** Whether what came over the wire is what was asked for: as many columns, of texts. */
export function answerFits<Kind extends GridCallKind>(
  kind: Kind,
  answer: unknown,
  ask: GridCalls[Kind]['ask'],
): answer is GridCalls[Kind]['answer'] {
  const check: Check<Kind> = checks[kind];
  return isFields(answer) && check(answer, ask);
}

/** Every column has as many values, and no more than were asked for. */
function isWindow(
  { columns, cut }: Fields,
  { from, to, columns: asked }: GridCalls['window']['ask'],
): boolean {
  if (!isList(columns, (values) => isList(values, isValue)) || columns.length !== asked.length) return false;
  const lengths = (columns as WindowValues['columns']).map(({ length }) => length);
  if (lengths.some((length) => length !== lengths[0] || length > to - from)) return false;
  return cut === undefined || isList(cut, (place) => isList(place, isCount) && place.length === 3);
}

function isList(value: unknown, fits: (item: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.every(fits);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isMaybeText(value: unknown): boolean {
  return value === undefined || isText(value);
}

function isValue(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
