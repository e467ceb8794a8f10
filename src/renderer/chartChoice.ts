import type { ChartChoice } from '../protocol/chartChoice.ts';
import { isFields, type Fields } from './payloadFields.ts';

const marks: ReadonlySet<unknown> = new Set(['bar', 'line', 'area', 'point', 'histogram']);
const aggregates: ReadonlySet<unknown> = new Set(['count', 'sum', 'average', 'min', 'max', 'median']);

/** Whether this says what is to be drawn of a result. */
export function isChoice(value: unknown): value is ChartChoice {
  if (!isFields(value)) return false;
  const { mark, aggregate } = value;
  if (aggregate !== undefined && !aggregates.has(aggregate)) return false;
  if (mark === 'map')
    return aggregate !== undefined && hasTexts(value, [], ['measure', 'extent']) && isPlace(value['place']);
  return marks.has(mark) && hasTexts(value, ['x'], ['y', 'colour']);
}

function isPlace(place: unknown): boolean {
  if (!isFields(place)) return false;
  if (place['kind'] === 'point') return hasTexts(place, ['latitude', 'longitude'], ['label']);
  return (
    (place['kind'] === 'geometry' || place['kind'] === 'country') && hasTexts(place, ['column'], ['label'])
  );
}

function hasTexts(fields: Fields, needed: readonly string[], possible: readonly string[]): boolean {
  return (
    needed.every((name) => typeof fields[name] === 'string') &&
    possible.every((name) => fields[name] === undefined || typeof fields[name] === 'string')
  );
}
