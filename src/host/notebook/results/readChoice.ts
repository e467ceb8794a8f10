import type { Aggregate, ChartChoice, MapChoice, PlotChoice } from '../../../protocol/chartChoice.ts';
import { fieldsOf, maybe, oneOf, text, type Fields } from './askFields.ts';

/** Characters of a column's name; Redshift's own end at 127 bytes, aliases of an engine may be longer. */
const longestName = 10_000;

const plotMarks: readonly PlotChoice['mark'][] = ['bar', 'line', 'area', 'point', 'histogram'];
const aggregates: readonly Aggregate[] = ['count', 'sum', 'average', 'min', 'max', 'median'];

/** @throws Misshapen */
export function readChoice(value: unknown): ChartChoice {
  const fields = fieldsOf(value);
  if (fields['mark'] === 'map') return readMap(fields);
  return {
    mark: oneOf(fields['mark'], plotMarks),
    x: name(fields['x']),
    ...maybe(fields, 'y', name),
    ...maybe(fields, 'aggregate', aggregate),
    ...maybe(fields, 'colour', name),
  };
}

function readMap(fields: Fields): MapChoice {
  return {
    mark: 'map',
    place: readPlace(fieldsOf(fields['place'])),
    ...maybe(fields, 'measure', name),
    aggregate: aggregate(fields['aggregate']),
    ...maybe(fields, 'extent', (extent) => oneOf(extent, ['data'] as const)),
  };
}

function readPlace(place: Fields): MapChoice['place'] {
  const kind = oneOf(place['kind'], ['point', 'geometry', 'country']);
  if (kind === 'country') return { kind, column: name(place['column']) };
  const label = maybe(place, 'label', name);
  if (kind === 'geometry') return { kind, column: name(place['column']), ...label };
  return { kind, latitude: name(place['latitude']), longitude: name(place['longitude']), ...label };
}

function name(value: unknown): string {
  return text(value, longestName);
}

function aggregate(value: unknown): Aggregate {
  return oneOf(value, aggregates);
}
