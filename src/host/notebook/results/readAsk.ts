import {
  mostWindowCells,
  mostWindowRows,
  type CopyFormat,
  type GridCallKind,
  type GridCalls,
} from '../../../protocol/gridMessages.ts';
import type { CellBlock, ColumnFilter, ResultViewSpec, SortKey } from '../../../protocol/resultViewSpec.ts';
import { count, fieldsOf, flag, list, maybe, Misshapen, oneOf, text, type Fields } from './askFields.ts';
import { readChoice } from './readChoice.ts';

/** Characters. */
const longestId = 64;
const longestText = 100_000;
const longestFile = 50_000_000;
/** Items of a list. */
const mostKeys = 100;
const mostValues = 10_000;
const mostBlocks = 10_000;

const formats: readonly CopyFormat[] = ['tsv', 'csv', 'json', 'markdown', 'values', 'in'];

type Reader<Kind extends GridCallKind> = (fields: Fields, columnCount: number) => GridCalls[Kind]['ask'];

const readers: { readonly [Kind in GridCallKind]: Reader<Kind> } = {
  columns: () => ({}),
  view: ({ spec }, columnCount) => ({ spec: readSpec(fieldsOf(spec), columnCount) }),
  window: readWindow,
  cell: readCell,
  find: (fields, columnCount) => ({
    viewId: id(fields['viewId']),
    text: text(fields['text'], longestText),
    matchCase: flag(fields['matchCase']),
    columns: columnList(fields['columns'], columnCount),
  }),
  match: readMatch,
  aggregate: (fields, columnCount) => ({
    viewId: id(fields['viewId']),
    blocks: readBlocks(fields['blocks'], columnCount),
  }),
  profile: ({ viewId, column }, columnCount) => ({ viewId: id(viewId), column: count(column, columnCount) }),
  copy: (fields, columnCount) => ({
    viewId: id(fields['viewId']),
    blocks: readBlocks(fields['blocks'], columnCount),
    format: oneOf(fields['format'], formats),
    header: flag(fields['header']),
  }),
  suggestChart: ({ map }) => ({ map: flag(map) }),
  chart: ({ viewId, choice }) => ({ viewId: id(viewId), choice: readChoice(choice) }),
  keepChart: (fields) => ({
    choice: fields['choice'] === null ? null : readChoice(fields['choice']),
    ...maybe(fields, 'spec', fieldsOf),
  }),
  saveChart: ({ format, content }) => ({
    format: oneOf(format, ['svg', 'png', 'json']),
    content: text(content, longestFile),
  }),
  act: ({ action, viewId }) => ({
    action: oneOf(action, ['export', 'openAsCsv', 'openInDataWrangler']),
    viewId: id(viewId),
  }),
  openCell: readCell,
};

export function isCallKind(kind: unknown): kind is GridCallKind {
  return typeof kind === 'string' && Object.hasOwn(readers, kind);
}

/**
 * What a call asks, from a message that may be anything.
 * @throws Misshapen
 */
export function readAsk<Kind extends GridCallKind>(
  kind: Kind,
  fields: Fields,
  columnCount: number,
): GridCalls[Kind]['ask'] {
  const read: Reader<Kind> = readers[kind];
  return read(fields, columnCount);
}

/** @throws Misshapen */
export function id(value: unknown): string {
  return text(value, longestId);
}

function readWindow(fields: Fields, columnCount: number): GridCalls['window']['ask'] {
  const [from, to] = rowRange(fields);
  const columns = columnList(fields['columns'], columnCount);
  if (to - from > mostWindowRows || (to - from) * columns.length > mostWindowCells) throw new Misshapen();
  return { viewId: id(fields['viewId']), from, to, columns };
}

function readCell({ viewId, row, column }: Fields, columnCount: number): GridCalls['cell']['ask'] {
  return { viewId: id(viewId), row: count(row), column: count(column, columnCount) };
}

function readMatch(fields: Fields, columnCount: number): GridCalls['match']['ask'] {
  const findId = id(fields['findId']);
  if (fields['index'] !== undefined) return { findId, index: count(fields['index']) };
  const { row, column, before } = fields;
  return { findId, row: count(row), column: count(column, columnCount), before: flag(before) };
}

function readBlocks(value: unknown, columnCount: number): CellBlock[] {
  return list(value, mostBlocks, (item) => {
    const block = fieldsOf(item);
    const [from, to] = rowRange(block);
    return { from, to, columns: columnList(block['columns'], columnCount) };
  });
}

function readSpec({ sort, filters }: Fields, columnCount: number): ResultViewSpec {
  return {
    sort: list(sort, mostKeys, (item): SortKey => {
      const { column, descending, nulls } = fieldsOf(item);
      return {
        column: count(column, columnCount),
        descending: flag(descending),
        nulls: oneOf(nulls, ['first', 'last']),
      };
    }),
    filters: list(filters, mostKeys, (item) => readFilter(fieldsOf(item), columnCount)),
  };
}

function readFilter(filter: Fields, columnCount: number): ColumnFilter {
  const column = count(filter['column'], columnCount);
  const short = (value: unknown): string => text(value, longestText);
  switch (filter['kind']) {
    case 'contains':
    case 'notContains':
    case 'startsWith':
    case 'endsWith':
      return {
        column,
        kind: filter['kind'],
        text: short(filter['text']),
        matchCase: flag(filter['matchCase']),
      };
    case 'equals':
    case 'notEquals':
      return { column, kind: filter['kind'], value: short(filter['value']) };
    case 'range': {
      const ends = { ...maybe(filter, 'from', short), ...maybe(filter, 'to', short) };
      if (ends.from === undefined && ends.to === undefined) throw new Misshapen();
      return { column, kind: 'range', ...ends };
    }
    case 'oneOf': {
      const values = list(filter['values'], mostValues, (value) => (value === null ? null : short(value)));
      return { column, kind: 'oneOf', values };
    }
    case 'null':
    case 'notNull':
      return { column, kind: filter['kind'] };
    default:
      throw new Misshapen();
  }
}

/** From `from` up to and without `to`: one row at least. */
function rowRange({ from, to }: Fields): [from: number, to: number] {
  const range: [number, number] = [count(from), count(to)];
  if (range[0] >= range[1]) throw new Misshapen();
  return range;
}

function columnList(value: unknown, columnCount: number): number[] {
  return list(value, columnCount, (column) => count(column, columnCount));
}
