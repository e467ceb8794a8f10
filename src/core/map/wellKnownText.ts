import type { Geometry, Position } from 'geojson';
import { deepest, GeometryBudget } from './geometryBudget.ts';

/** Ends the reading of a text that is no geometry; `readWellKnownText` alone sees it. */
class NoGeometry extends Error {}

const tokenPattern = /\s*([A-Za-z]+|[(),;=]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;

class WordCursor {
  readonly #text: string;
  readonly budget = new GeometryBudget();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next token in capitals; '' at the end. */
  get next(): string {
    return this.#match()?.[1]?.toUpperCase() ?? '';
  }

  get done(): boolean {
    return this.#text.slice(this.#at).trim() === '';
  }

  take(): string {
    const match = this.#match();
    if (match === null) throw new NoGeometry();
    this.#at += match[0].length;
    return match[1]?.toUpperCase() ?? '';
  }

  takes(token: string): boolean {
    if (this.next !== token) return false;
    this.take();
    return true;
  }

  number(): number {
    const number = Number(this.take());
    if (!Number.isFinite(number)) throw new NoGeometry();
    return number;
  }

  /** What is read between parentheses, with commas between; `EMPTY` is none. */
  list<T>(read: () => T): T[] {
    if (this.takes('EMPTY')) return [];
    if (!this.takes('(')) throw new NoGeometry();
    const all: T[] = [];
    do {
      if (!this.budget.points(1)) throw new NoGeometry();
      all.push(read());
    } while (this.takes(','));
    if (!this.takes(')')) throw new NoGeometry();
    return all;
  }

  #match(): RegExpExecArray | null {
    tokenPattern.lastIndex = this.#at;
    return tokenPattern.exec(this.#text);
  }
}

/** `POINT (1 2)`, `SRID=4326;POLYGON Z ((…))` (OGC 06-103r4, EWKT); undefined where it is damaged. */
export function readWellKnownText(text: string): Geometry | undefined {
  const cursor = new WordCursor(text);
  try {
    if (cursor.takes('SRID')) {
      if (!cursor.takes('=')) return undefined;
      cursor.number();
      if (!cursor.takes(';')) return undefined;
    }
    const geometry = readOne(cursor, 0);
    return cursor.done ? geometry : undefined;
  } catch (error) {
    if (error instanceof NoGeometry) return undefined;
    throw error;
  }
}

function readOne(cursor: WordCursor, depth: number): Geometry {
  if (depth > deepest) throw new NoGeometry();
  const type = cursor.take();
  if (['Z', 'M', 'ZM'].includes(cursor.next)) cursor.take();
  const position = (): Position => readPosition(cursor);
  const line = (): Position[] => cursor.list(position);
  const rings = (): Position[][] => cursor.list(line);
  switch (type) {
    case 'POINT': {
      const points = cursor.list(position);
      if (points.length > 1) throw new NoGeometry();
      return { type: 'Point', coordinates: points[0] ?? [] };
    }
    case 'LINESTRING':
      return { type: 'LineString', coordinates: line() };
    case 'POLYGON':
      return { type: 'Polygon', coordinates: rings() };
    case 'MULTIPOINT':
      // Both `MULTIPOINT (1 2, 3 4)` and `MULTIPOINT ((1 2), (3 4))` are in use.
      return {
        type: 'MultiPoint',
        coordinates: cursor.list(() => (cursor.next === '(' ? cursor.list(position) : [position()])).flat(),
      };
    case 'MULTILINESTRING':
      return { type: 'MultiLineString', coordinates: rings() };
    case 'MULTIPOLYGON':
      return { type: 'MultiPolygon', coordinates: cursor.list(rings) };
    case 'GEOMETRYCOLLECTION':
      return { type: 'GeometryCollection', geometries: cursor.list(() => readOne(cursor, depth + 1)) };
    default:
      throw new NoGeometry();
  }
}

function readPosition(cursor: WordCursor): Position {
  const numbers = [cursor.number(), cursor.number()];
  while (/^[+\-.\d]/.test(cursor.next)) cursor.number();
  return numbers;
}
