import { chartKind } from '../../core/chart/chartColumn.ts';
import { shownName } from '../../core/chart/chartWords.ts';
import { suggestMap } from '../../core/map/suggestMap.ts';
import { columnKind } from '../../core/redshift/results/page/columnKind.ts';
import type { Aggregate, MapChoice } from '../../protocol/chartChoice.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import type { ChartField } from '../chart/contract.ts';

type Place = MapChoice['place'];

const kinds: readonly (readonly [Place['kind'], string])[] = [
  ['country', 'Countries'],
  ['point', 'Latitude and longitude'],
  ['geometry', 'Geometry'],
];
const aggregates: readonly (readonly [Aggregate, string])[] = [
  ['sum', 'Sum'],
  ['average', 'Average'],
  ['median', 'Median'],
  ['min', 'Minimum'],
  ['max', 'Maximum'],
  ['count', 'Count'],
];
/** Before a column's name: a name may be anything, '' too. */
const prefix = 'column ';
const counted = 'rows';
const none = 'none';

/** The selects that choose a map, in the order in which one asks. Without a choice they show what one would begin with. */
export function mapFields(choice: MapChoice | undefined, columns: readonly ResultColumn[]): ChartField[] {
  const named = columns.filter(
    ({ name }, index) => name !== '' && columns.findIndex((other) => other.name === name) === index,
  );
  const from: MapChoice = choice ??
    suggestMap(named, []) ?? { mark: 'map', place: firstPlace(named, 'country'), aggregate: 'count' };
  const { place, measure } = from;
  return [
    {
      label: 'Places',
      options: kinds.map(([value, label]) => ({ value, label })),
      value: choice ? place.kind : '',
      choose: (value) => ({
        ...from,
        place: firstPlace(named, kinds.find(([kind]) => kind === value)?.[0] ?? 'country'),
      }),
    },
    ...placeFields(from, named),
    {
      label: 'Measure',
      options: [{ value: counted, label: 'Number of rows' }, ...named.filter(isMeasure).map(columnOption)],
      value: measure === undefined ? counted : prefix + measure,
      choose: (value) => withMeasure(from, columnOf(value)),
    },
    ...(measure === undefined ? [] : [aggregateField(from)]),
    {
      label: 'Show',
      options: [
        { value: 'world', label: 'World' },
        { value: 'data', label: 'Where the data is' },
      ],
      value: from.extent ?? 'world',
      choose: (value) => {
        const { extent: _, ...others } = from;
        return value === 'data' ? { ...others, extent: 'data' as const } : others;
      },
    },
  ];
}

function placeFields(from: MapChoice, columns: readonly ResultColumn[]): ChartField[] {
  const { place } = from;
  const field = (
    label: string,
    is: (column: ResultColumn) => boolean,
    chosen: string,
    place: (name: string) => Place,
  ): ChartField => ({
    label,
    options: columns.filter((column) => is(column) || column.name === chosen).map(columnOption),
    value: prefix + chosen,
    choose: (value) => ({ ...from, place: place(columnOf(value) ?? chosen) }),
  });
  switch (place.kind) {
    case 'point':
      return [
        field('Latitude', isCoordinate, place.latitude, (latitude) => ({ ...place, latitude })),
        field('Longitude', isCoordinate, place.longitude, (longitude) => ({ ...place, longitude })),
        labelField(from, place, columns),
      ];
    case 'geometry':
      return [
        field('Geometry', isShape, place.column, (column) => ({ ...place, column })),
        labelField(from, place, columns),
      ];
    case 'country':
      return [field('Country', isCountry, place.column, (column) => ({ ...place, column }))];
  }
}

/** What a place is called, where its own column says no more than where it is. */
function labelField(
  from: MapChoice,
  place: Exclude<Place, { kind: 'country' }>,
  columns: readonly ResultColumn[],
): ChartField {
  return {
    label: 'Label',
    options: [{ value: none, label: 'None' }, ...columns.map(columnOption)],
    value: place.label === undefined ? none : prefix + place.label,
    choose: (value) => {
      const { label: _, ...others } = place;
      const label = columnOf(value);
      return { ...from, place: label === undefined ? others : { ...others, label } };
    },
  };
}

function aggregateField(from: MapChoice): ChartField {
  return {
    label: 'Aggregate',
    options: aggregates.map(([value, label]) => ({ value, label })),
    value: from.aggregate,
    choose: (value) => ({
      ...from,
      aggregate: aggregates.find(([known]) => known === value)?.[0] ?? from.aggregate,
    }),
  };
}

/** From counting rows to a number: its sum is what people mean. */
function withMeasure({ measure: before, ...others }: MapChoice, measure: string | undefined): MapChoice {
  if (measure === undefined) return { ...others, aggregate: 'count' };
  return { ...others, measure, aggregate: before === undefined ? 'sum' : others.aggregate };
}

/** Columns for a kind of place that was not chosen before: what is called so, else the first that may be. */
function firstPlace(columns: readonly ResultColumn[], kind: Place['kind']): Place {
  const first = (is: (column: ResultColumn) => boolean, at = 0): string => {
    const fitting = columns.filter(is);
    return (fitting[at] ?? fitting[0] ?? columns[0])?.name ?? '';
  };
  switch (kind) {
    case 'point': {
      const suggested = suggestMap(columns.filter(isCoordinate), [])?.place;
      if (suggested?.kind === 'point') return suggested;
      return { kind, latitude: first(isCoordinate), longitude: first(isCoordinate, 1) };
    }
    case 'geometry': {
      const typed = columns.find(({ typeName }) => columnKind(typeName) === 'geometry');
      return { kind, column: typed?.name ?? first(isShape) };
    }
    case 'country': {
      const called = columns.filter(isCountry).find(({ name }) => /country|nation|iso/i.test(name));
      return { kind, column: called?.name ?? first(isCountry) };
    }
  }
}

function columnOption({ name }: ResultColumn): { value: string; label: string } {
  return { value: prefix + name, label: shownName(name) };
}

function columnOf(value: string): string | undefined {
  return value.startsWith(prefix) ? value.slice(prefix.length) : undefined;
}

function isMeasure(column: ResultColumn): boolean {
  return chartKind(column) === 'number' || chartKind(column) === 'boolean';
}

function isCoordinate(column: ResultColumn): boolean {
  return chartKind(column) === 'number' || columnKind(column.typeName) === 'text';
}

function isShape({ typeName }: ResultColumn): boolean {
  return ['geometry', 'text', 'binary', 'json'].includes(columnKind(typeName));
}

/** Numeric codes of ISO 3166-1 come as numbers too. */
function isCountry({ typeName }: ResultColumn): boolean {
  return ['text', 'integer', 'bigint'].includes(columnKind(typeName));
}
