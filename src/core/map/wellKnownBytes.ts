import type { Geometry, Position } from 'geojson';
import { deepest, GeometryBudget } from './geometryBudget.ts';

const hasZ = 0x80000000;
const hasM = 0x40000000;
const hasSrid = 0x20000000;

/** Reads from left to right; anything that is not there throws RangeError, which the caller turns into undefined. */
class ByteCursor {
  readonly #view: DataView;
  readonly budget = new GeometryBudget();
  #at = 0;
  littleEndian = true;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at === this.#view.byteLength;
  }

  byte(): number {
    return this.#view.getUint8(this.#at++);
  }

  count(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, this.littleEndian);
  }

  double(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, this.littleEndian);
  }
}

/** Hexadecimal WKB (OGC 06-103r4, ISO SQL/MM) or EWKB with its flags and its SRID; undefined where it is damaged. */
export function readWellKnownBytes(hex: string): Geometry | undefined {
  const bytes = bytesOf(hex);
  if (bytes === undefined) return undefined;
  const cursor = new ByteCursor(bytes);
  try {
    const geometry = readOne(cursor, 0);
    return cursor.done ? geometry : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A million points a second: no text is made for a byte. */
function bytesOf(hex: string): Uint8Array | undefined {
  if (hex.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at += 1) {
    const [high, low] = [nibble(hex.charCodeAt(at * 2)), nibble(hex.charCodeAt(at * 2 + 1))];
    if (high < 0 || low < 0) return undefined;
    bytes[at] = high * 16 + low;
  }
  return bytes;
}

function nibble(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

interface Header {
  readonly type: number;
  readonly dimensions: number;
}

function readHeader(cursor: ByteCursor): Header {
  const order = cursor.byte();
  if (order > 1) throw new RangeError('byte order');
  cursor.littleEndian = order === 1;
  const word = cursor.count();
  if ((word & hasSrid) !== 0) cursor.count();
  const number = word & 0x0fffffff;
  // ISO counts 1000 for Z, 2000 for M, 3000 for both; EWKB sets bits.
  const iso = Math.floor(number / 1000);
  if (iso > 3) throw new RangeError('type');
  const extra = ((word & hasZ) !== 0 ? 1 : 0) + ((word & hasM) !== 0 ? 1 : 0);
  return { type: number % 1000, dimensions: 2 + (iso === 3 ? 2 : iso > 0 ? 1 : extra) };
}

function readOne(cursor: ByteCursor, depth: number, only?: number): Geometry {
  if (depth > deepest) throw new RangeError('depth');
  const { type, dimensions } = readHeader(cursor);
  if (only !== undefined && type !== only) throw new RangeError('type of a part');
  switch (type) {
    case 1:
      return { type: 'Point', coordinates: readPosition(cursor, dimensions) ?? [] };
    case 2:
      return { type: 'LineString', coordinates: readLine(cursor, dimensions) };
    case 3:
      return { type: 'Polygon', coordinates: readRings(cursor, dimensions) };
    case 4:
      return {
        type: 'MultiPoint',
        coordinates: readParts(cursor, depth, 1).flatMap((part) =>
          part.type === 'Point' && part.coordinates.length > 0 ? [part.coordinates] : [],
        ),
      };
    case 5:
      return {
        type: 'MultiLineString',
        coordinates: readParts(cursor, depth, 2).flatMap((part) =>
          part.type === 'LineString' ? [part.coordinates] : [],
        ),
      };
    case 6:
      return {
        type: 'MultiPolygon',
        coordinates: readParts(cursor, depth, 3).flatMap((part) =>
          part.type === 'Polygon' ? [part.coordinates] : [],
        ),
      };
    case 7:
      return { type: 'GeometryCollection', geometries: readParts(cursor, depth) };
    default:
      throw new RangeError('type');
  }
}

function readParts(cursor: ByteCursor, depth: number, only?: number): Geometry[] {
  const count = cursor.count();
  if (!cursor.budget.parts(count)) throw new RangeError('parts');
  return Array.from({ length: count }, () => readOne(cursor, depth + 1, only));
}

/** @returns undefined for the empty point, whose coordinates are NaN */
function readPosition(cursor: ByteCursor, dimensions: number): Position | undefined {
  if (!cursor.budget.points(1)) throw new RangeError('points');
  const [x, y] = [cursor.double(), cursor.double()];
  for (let more = 2; more < dimensions; more += 1) cursor.double();
  if (Number.isNaN(x) && Number.isNaN(y)) return undefined;
  if (!Number.isFinite(x) || !Number.isFinite(y)) throw new RangeError('coordinates');
  return [x, y];
}

function readLine(cursor: ByteCursor, dimensions: number): Position[] {
  const count = cursor.count();
  if (!cursor.budget.points(count)) throw new RangeError('points');
  return Array.from({ length: count }, () => {
    const position = readPosition(cursor, dimensions);
    if (position === undefined) throw new RangeError('coordinates');
    return position;
  });
}

function readRings(cursor: ByteCursor, dimensions: number): Position[][] {
  const count = cursor.count();
  if (!cursor.budget.parts(count)) throw new RangeError('parts');
  return Array.from({ length: count }, () => readLine(cursor, dimensions));
}
