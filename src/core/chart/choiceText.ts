import type { Aggregate, ChartChoice, MapChoice, PlotChoice } from '../../protocol/chartChoice.ts';

/** A marker's text read: the choice, or why it is none. */
export type ReadChoice =
  | { readonly choice: ChartChoice; readonly problem?: undefined }
  | { readonly choice?: undefined; readonly problem: string };

const plotMarks: readonly PlotChoice['mark'][] = ['bar', 'line', 'area', 'point', 'histogram'];
const aggregates: readonly Aggregate[] = ['count', 'sum', 'average', 'min', 'max', 'median'];
const names = [
  'mark',
  'x',
  'y',
  'latitude',
  'longitude',
  'geometry',
  'country',
  'label',
  'measure',
  'aggregate',
  'colour',
  'extent',
] as const;
type Name = (typeof names)[number];
type Fields = Partial<Record<Name, string>>;

/** What would end a value, or not be seen in a marker's line; all else stays readable. */
const encoded =
  /[%&="\\\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The text of a cell's key `chart`: `mark=bar&x=country&y=amount&aggregate=sum`. {@link parseChoice} reads it back. */
export function formatChoice(choice: ChartChoice): string {
  const fields: Fields = choice.mark === 'map' ? mapFields(choice) : { ...choice };
  return names
    .flatMap((name) => {
      const value = fields[name];
      return value === undefined ? [] : [`${name}=${value.replace(encoded, encodeURIComponent)}`];
    })
    .join('&');
}

function mapFields({ mark, place, measure, aggregate, extent }: MapChoice): Fields {
  const { kind, ...columns } = place;
  const { column, ...others } = { column: undefined, ...columns };
  const where: Fields = { ...(column !== undefined && { [kind]: column }), ...others };
  return {
    mark,
    ...where,
    ...(measure === undefined ? {} : { measure }),
    aggregate,
    ...(extent === undefined ? {} : { extent }),
  };
}

/** Reads the text of a cell's key `chart`, which may have been written by hand. */
export function parseChoice(text: string): ReadChoice {
  const fields: Fields = {};
  for (const part of text.split('&')) {
    if (part.trim() === '') continue;
    const at = part.indexOf('=');
    const key = (at < 0 ? part : part.slice(0, at)).trim();
    const name = names.find((known) => known === key || (known === 'colour' && key === 'color'));
    if (name === undefined) return { problem: `“${key}” is none of ${names.join(', ')}` };
    const value = at < 0 ? '' : decode(part.slice(at + 1));
    if (value === undefined)
      return { problem: `the value of ${name} has a % that encodes nothing; write %25` };
    if (value !== '') fields[name] = value;
  }
  const { aggregate: word } = fields;
  const aggregate = aggregates.find((known) => known === word);
  if (word !== undefined && aggregate === undefined) {
    return { problem: `the aggregate “${word}” is none of ${aggregates.join(', ')}` };
  }
  if (fields.mark === 'map') return readMap(fields, aggregate);
  const mark = plotMarks.find((known) => known === fields.mark);
  if (mark === undefined) {
    return { problem: `the mark “${fields.mark ?? ''}” is none of ${[...plotMarks, 'map'].join(', ')}` };
  }
  const { x, y, colour } = fields;
  if (x === undefined) return { problem: 'x is missing: the name of a column' };
  const withoutY = mark === 'histogram' || aggregate === 'count';
  if (y === undefined && !withoutY)
    return { problem: 'y is missing: the name of a column, or aggregate=count' };
  return {
    choice: {
      mark,
      x,
      ...(y !== undefined && { y }),
      ...(aggregate !== undefined && { aggregate }),
      ...(colour !== undefined && { colour }),
    },
  };
}

function readMap(fields: Fields, aggregate: Aggregate | undefined): ReadChoice {
  const { latitude, longitude, geometry, country, label, measure, extent } = fields;
  const named = label === undefined ? {} : { label };
  const place: MapChoice['place'] | undefined =
    latitude !== undefined && longitude !== undefined
      ? { kind: 'point', latitude, longitude, ...named }
      : geometry !== undefined
        ? { kind: 'geometry', column: geometry, ...named }
        : country !== undefined
          ? { kind: 'country', column: country }
          : undefined;
  if (place === undefined) {
    return {
      problem:
        'the place is missing: latitude and longitude, geometry, or country, each the name of a column',
    };
  }
  if (extent !== undefined && extent !== 'data') {
    return { problem: `the extent “${extent}” is not data; leave it out for the world` };
  }
  const how = aggregate ?? (measure === undefined ? 'count' : 'sum');
  return {
    choice: {
      mark: 'map',
      place,
      ...(measure !== undefined && { measure }),
      aggregate: how,
      ...(extent === 'data' && { extent: 'data' as const }),
    },
  };
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
