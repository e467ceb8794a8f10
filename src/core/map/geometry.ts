import type { Geometry } from 'geojson';
import { readGeoJson } from './geoJson.ts';
import { readWellKnownBytes } from './wellKnownBytes.ts';
import { readWellKnownText } from './wellKnownText.ts';

/** Characters of a value that is read; Redshift's GEOMETRY has a megabyte at most. */
const mostCharacters = 2_200_000;

/**
 * What a value of GEOMETRY or GEOGRAPHY shows, in degrees or whatever its reference system counts in: hexadecimal
 * WKB or EWKB as the Data API gives it, GeoJSON, or well-known text. Only two dimensions are kept.
 * @returns undefined for anything else, damaged or too large
 */
export function readGeometry(value: string): Geometry | undefined {
  if (value.length > mostCharacters) return undefined;
  const text = value.trim();
  if (text.startsWith('{')) return readGeoJson(text);
  // The first byte is the order of the others: 00 or 01. Text begins with a letter.
  if (/^0[01]/.test(text)) return readWellKnownBytes(text);
  if (/^(?:0x|\\x)/i.test(text)) return readWellKnownBytes(text.slice(2));
  return readWellKnownText(text);
}
