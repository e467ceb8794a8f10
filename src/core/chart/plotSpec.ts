import type { ChartData, PlotChoice } from '../../protocol/chartChoice.ts';
import { categoryLabels } from './categoryLabels.ts';
import { chartWords, measureWords, numberWords, plainTitle, shownName } from './chartWords.ts';
import { momentWords } from './momentWords.ts';

/** A specification in Vega-Lite's vocabulary, data included. */
export type ChartSpec = Readonly<Record<string, unknown>>;

type Kind = ChartData['fields'][number]['kind'];
type Value = string | number | null;
type Mark = PlotChoice['mark'];

/** Where a chart of it can be drawn: <https://vega.github.io/vega-lite/docs/spec.html>. */
export const vegaLiteSchema = 'https://vega.github.io/schema/vega-lite/v5.json';
/** Pixels. */
const height = 300;
/** Bars lie down where there are many, or where what they are called is long. */
const mostStanding = 8;
const longestStanding = 12;
/** Marks that are read out one by one. */
const mostRead = 200;
/** Points that a line is dotted with. */
const mostDots = 60;
const exact = ',.15~g';

/**
 * How to draw it. Names and values of the result are never part of an expression: fields are called x, y and colour,
 * and what a Vega expression would carry of a name is free of quotes and backslashes.
 */
export function plotSpec(choice: PlotChoice, data: ChartData): ChartSpec {
  const kindOf = (name: string): Kind | undefined => data.fields.find((field) => field.name === name)?.kind;
  const plot = {
    choice,
    data,
    x: kindOf('x') ?? 'text',
    y: kindOf('y') ?? 'number',
    colour: kindOf('colour'),
  };
  const isWide = kindOf('x2') !== undefined;
  const isBar = choice.mark === 'bar' || choice.mark === 'histogram';
  const isDiscrete = plot.x === 'text' || plot.x === 'boolean' || (isBar && !isWide && plot.x === 'number');
  const values = valuesOf(data, isDiscrete, choice);
  const labels = isDiscrete ? [...new Set(values.map(({ x }) => String(x)))] : [];
  const lies = isBar && isDiscrete && plot.y === 'number' && isLong(labels);
  const [across, up] = lies ? ['y', 'x'] : ['x', 'y'];
  const stacks = isBar || choice.mark === 'area';
  const isSummed = choice.mark === 'histogram' || !/average|min|max|median/.test(choice.aggregate ?? 'sum');
  const isBeside = stacks && choice.mark === 'bar' && !isSummed && plot.colour !== undefined && isDiscrete;
  const encoding = {
    [across]: {
      field: 'x',
      ...(isDiscrete
        ? {
            type: 'ordinal',
            sort: null,
            axis: {
              title: shownName(choice.x),
              labelLimit: lies ? 220 : 90,
              ...(isBar ? { labelAngle: 0 } : {}),
            },
            ...(isBar && !lies && labels.length <= mostStanding ? { scale: { paddingInner: 0.35 } } : {}),
          }
        : plot.x === 'time'
          ? {
              type: 'temporal',
              scale: { type: 'utc' },
              axis: { title: shownName(choice.x), tickCount: fewTimes },
            }
          : {
              type: 'quantitative',
              scale: { zero: false, nice: !isWide },
              axis: { title: shownName(choice.x), ...numberAxis(values.map(({ x }) => x)) },
            }),
      ...(isWide && plot.x === 'number' ? { bin: 'binned' } : {}),
    },
    ...(isWide ? { x2: { field: 'x2' } } : {}),
    [up]: {
      field: 'y',
      ...(plot.y === 'time'
        ? { type: 'temporal', scale: { type: 'utc' }, axis: { title: measureWords(choice) } }
        : {
            type: 'quantitative',
            scale: { zero: stacks || (isSummed && choice.aggregate !== undefined) },
            axis: { title: measureWords(choice), ...numberAxis(values.map(({ y }) => y)) },
          }),
      ...(stacks ? { stack: isBeside ? null : 'zero' } : {}),
    },
    ...(plot.colour === undefined ? {} : colourOf(plot.colour, choice)),
    ...(isBeside ? { [lies ? 'yOffset' : 'xOffset']: { field: 'colour', type: 'nominal', sort: null } } : {}),
    ...(isRead(choice.mark, values.length) ? { description: { field: 'words', type: 'nominal' } } : {}),
    tooltip: tooltipOf(choice, plot.y, plot.colour),
  };
  return {
    $schema: vegaLiteSchema,
    description: chartWords(choice, data),
    width: 'container',
    height: lies ? { step: labels.length > 24 ? 15 : 20 } : height,
    data: { values },
    mark: markOf(choice.mark, plot.y, values.length, isRead(choice.mark, values.length)),
    encoding,
  };
}

/** Lines and areas are one mark for many values; what they show is in the description and in the table of values. */
function isRead(mark: Mark, marks: number): boolean {
  return mark !== 'line' && mark !== 'area' && marks <= mostRead;
}

function isLong(labels: readonly string[]): boolean {
  return labels.length > mostStanding || labels.some(({ length }) => length > longestStanding);
}

function markOf(mark: Mark, y: Kind, marks: number, aria: boolean): object {
  const common = { aria, tooltip: true };
  // A bar from the epoch to a date says nothing.
  if (mark === 'point' || y === 'time')
    return {
      ...common,
      type: 'point',
      filled: true,
      size: marks > 500 ? 20 : 45,
      opacity: marks > 500 ? 0.6 : 0.8,
    };
  if (mark === 'line') return { ...common, type: 'line', ...(marks <= mostDots ? { point: true } : {}) };
  if (mark === 'area') return { ...common, type: 'area', line: true, opacity: 0.6 };
  return { ...common, type: 'bar' };
}

function colourOf(kind: Kind, { colour = '' }: PlotChoice): object {
  const type = kind === 'number' ? 'quantitative' : 'nominal';
  const sort = kind === 'number' ? {} : { sort: null };
  return { color: { field: 'colour', type, ...sort, legend: { title: shownName(colour) } } };
}

function tooltipOf(choice: PlotChoice, y: Kind, colour: Kind | undefined): object[] {
  return [
    { field: 'xText', type: 'nominal', title: plainTitle(shownName(choice.x)) },
    y === 'time'
      ? { field: 'yText', type: 'nominal', title: plainTitle(measureWords(choice)) }
      : { field: 'y', type: 'quantitative', format: exact, title: plainTitle(measureWords(choice)) },
    ...(colour === undefined
      ? []
      : [
          {
            field: 'colour',
            ...(colour === 'number' ? { type: 'quantitative', format: exact } : { type: 'nominal' }),
            title: plainTitle(shownName(choice.colour ?? '')),
          },
        ]),
  ];
}

/** With more of them, words that have no room go, and with them the years. */
const fewTimes = { expr: 'ceil(width / 80)' };

/** `12k`, `3M`, `1.5B` where numbers are too long for an axis. The expression is always the same. */
function numberAxis(values: readonly Value[]): object {
  const isLong = values.some((value) => typeof value === 'number' && Math.abs(value) >= 1e5);
  const short = "replace(format(datum.value, '~s'), 'G', 'B')";
  return { tickCount: 8, ...(isLong ? { labelExpr: short } : {}) };
}

interface Drawn extends Readonly<Record<string, Value>> {
  readonly x: Value;
  readonly y: Value;
}

/** A row for each mark, with the texts that people read of it. */
function valuesOf({ fields, rows }: ChartData, isDiscrete: boolean, choice: PlotChoice): Drawn[] {
  const at = (name: string): number => fields.findIndex((field) => field.name === name);
  const [x, x2, y, colour] = ['x', 'x2', 'y', 'colour'].map(at) as [number, number, number, number];
  const kind = fields[x]?.kind;
  const xLabels = isDiscrete ? labelsOf(rows, x) : undefined;
  const colourLabels = colour >= 0 && fields[colour]?.kind !== 'number' ? labelsOf(rows, colour) : undefined;
  const numbers = (index: number): number[] =>
    index < 0 ? [] : rows.map((row) => row[index]).filter((value) => typeof value === 'number');
  const xWords = kind === 'time' ? momentWords([...numbers(x), ...numbers(x2)]) : numberWords;
  const yWords = fields[y]?.kind === 'time' ? momentWords(numbers(y)) : numberWords;
  const yName = measureWords(choice);
  return rows.map((row) => {
    const start = row[x] ?? null;
    const end = x2 < 0 ? undefined : (row[x2] ?? null);
    const value = row[y] ?? null;
    const label = xLabels?.get(start);
    const from = typeof start === 'number' ? xWords(start) : String(start);
    const xText = label ?? (typeof end === 'number' ? `${from} – ${xWords(end)}` : from);
    const yText = typeof value === 'number' ? yWords(value) : 'NULL';
    const painted = colour < 0 ? undefined : (row[colour] ?? null);
    const colourLabel = painted === undefined ? undefined : (colourLabels?.get(painted) ?? painted);
    const of = colourLabel === undefined ? '' : `, ${String(colourLabel)}`;
    return {
      x: label ?? start,
      ...(end === undefined ? {} : { x2: end }),
      y: value,
      ...(colourLabel === undefined ? {} : { colour: colourLabel }),
      xText,
      ...(fields[y]?.kind === 'time' ? { yText } : {}),
      ...(isRead(choice.mark, rows.length) ? { words: `${xText}${of}: ${yName} ${yText}` } : {}),
    };
  });
}

function labelsOf(rows: ChartData['rows'], index: number): Map<Value, string> {
  const values = [...new Set(rows.map((row) => row[index] ?? null))];
  const labels = categoryLabels(values);
  return new Map(values.map((value, at) => [value, labels[at] ?? '']));
}
