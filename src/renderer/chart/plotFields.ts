import { chartKind } from '../../core/chart/chartColumn.ts';
import { shownName } from '../../core/chart/chartWords.ts';
import type { Aggregate, PlotChoice } from '../../protocol/chartChoice.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import type { ChartField } from './contract.ts';

type Mark = PlotChoice['mark'];

const marks: readonly (readonly [Mark, string])[] = [
  ['bar', 'Bar'],
  ['line', 'Line'],
  ['area', 'Area'],
  ['point', 'Scatter'],
  ['histogram', 'Histogram'],
];
const aggregates: readonly (readonly [Exclude<Aggregate, 'count'>, string])[] = [
  ['sum', 'Sum'],
  ['average', 'Average'],
  ['median', 'Median'],
  ['min', 'Minimum'],
  ['max', 'Maximum'],
];
/** Before a column's name: a name may be anything, '' too. */
const prefix = 'column ';
const counted = 'rows';
const none = 'none';
const eachRow = 'each';

/** The selects that choose a chart. Without a choice they show what one would begin with. */
export function plotFields(choice: PlotChoice | undefined, columns: readonly ResultColumn[]): ChartField[] {
  const named = columns.filter(
    ({ name }, index) => name !== '' && columns.findIndex((other) => other.name === name) === index,
  );
  const first = named[0]?.name ?? '';
  const from: PlotChoice = choice ?? { mark: 'bar', x: first, aggregate: 'count' };
  const measured = named.filter((column) => chartKind(column) !== 'text');
  const fields: ChartField[] = [
    {
      label: 'Mark',
      options: marks.map(([value, label]) => ({ value, label })),
      value: from.mark,
      choose: (value) => withMark(from, marks.find(([mark]) => mark === value)?.[0] ?? 'bar', measured),
    },
    {
      label: 'X',
      options: named.map(columnOption),
      value: choice ? prefix + from.x : '',
      choose: (value) => ({ ...from, x: columnOf(value) ?? first }),
    },
  ];
  if (from.mark !== 'histogram') {
    fields.push({
      label: 'Y',
      options: [{ value: counted, label: 'Number of rows' }, ...measured.map(columnOption)],
      value: from.y === undefined || from.aggregate === 'count' ? counted : prefix + from.y,
      choose: (value) => withY(from, columnOf(value)),
    });
    if (from.y !== undefined && from.aggregate !== 'count') fields.push(aggregateField(from, from.y));
  }
  fields.push({
    label: 'Color',
    options: [{ value: none, label: 'None' }, ...named.map(columnOption)],
    value: from.colour === undefined ? none : prefix + from.colour,
    choose: (value) => {
      const { colour: _, ...others } = from;
      const colour = columnOf(value);
      return colour === undefined ? others : { ...others, colour };
    },
  });
  return fields;
}

function aggregateField(from: PlotChoice, y: string): ChartField {
  const drawsRows = from.mark === 'line' || from.mark === 'point';
  return {
    label: 'Aggregate',
    options: [
      ...(drawsRows ? [{ value: eachRow, label: 'Each row' }] : []),
      ...aggregates.map(([value, label]) => ({ value, label })),
    ],
    value: from.aggregate ?? (drawsRows ? eachRow : 'sum'),
    choose: (value) => {
      const { aggregate: _, ...others } = { ...from, y };
      const aggregate = aggregates.find(([known]) => known === value)?.[0];
      return aggregate === undefined ? others : { ...others, aggregate };
    },
  };
}

function columnOption({ name }: ResultColumn): { value: string; label: string } {
  return { value: prefix + name, label: shownName(name) };
}

function columnOf(value: string): string | undefined {
  return value.startsWith(prefix) ? value.slice(prefix.length) : undefined;
}

/** Rows are counted unless y says what is measured. */
function withY({ y: _, aggregate, ...others }: PlotChoice, y: string | undefined): PlotChoice {
  if (y === undefined) return { ...others, aggregate: 'count' };
  if (aggregate !== 'count') return aggregate === undefined ? { ...others, y } : { ...others, y, aggregate };
  return others.mark === 'point' ? { ...others, y } : { ...others, y, aggregate: 'sum' };
}

function withMark(from: PlotChoice, mark: Mark, measured: readonly ResultColumn[]): PlotChoice {
  if (mark === 'histogram') {
    const { y: _, aggregate: __, ...others } = from;
    return { ...others, mark };
  }
  if (mark === 'point' && from.y === undefined) {
    const y = measured.find(({ name }) => name !== from.x)?.name;
    const { aggregate: _, ...others } = from;
    if (y !== undefined) return { ...others, mark, y };
  }
  if (from.y === undefined) return { ...from, mark, aggregate: 'count' };
  const isEachRow = from.aggregate === undefined && mark !== 'point' && mark !== 'line';
  return isEachRow ? { ...from, mark, aggregate: 'sum' } : { ...from, mark };
}
