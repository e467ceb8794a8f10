import type { Geometry, Position } from 'geojson';
import { deepest, GeometryBudget } from './geometryBudget.ts';

/** Ends the reading of a value that is no geometry; `readGeoJson` alone sees it. */
class NoGeometry extends Error {}

/** RFC 7946: a geometry, a feature, or a collection of features. Undefined where it is damaged. */
export function readGeoJson(text: string): Geometry | undefined {
  try {
    return readOne(JSON.parse(text), new GeometryBudget(), 0);
  } catch (error) {
    // SyntaxError from the text, RangeError from one that is nested too deeply for the parser.
    if (error instanceof NoGeometry || error instanceof SyntaxError || error instanceof RangeError)
      return undefined;
    throw error;
  }
}

function readOne(value: unknown, budget: GeometryBudget, depth: number): Geometry {
  if (depth > deepest || typeof value !== 'object' || value === null) throw new NoGeometry();
  const { type, coordinates, geometries, geometry, features } = value as Readonly<Record<string, unknown>>;
  const positions = (of: unknown): Position[] => list(of, budget).map((each) => position(each, budget));
  const lines = (of: unknown): Position[][] => list(of, budget).map(positions);
  const all = (of: unknown): Geometry[] => list(of, budget).map((each) => readOne(each, budget, depth + 1));
  switch (type) {
    case 'Point':
      return {
        type,
        coordinates:
          Array.isArray(coordinates) && coordinates.length === 0 ? [] : position(coordinates, budget),
      };
    case 'MultiPoint':
    case 'LineString':
      return { type, coordinates: positions(coordinates) };
    case 'MultiLineString':
    case 'Polygon':
      return { type, coordinates: lines(coordinates) };
    case 'MultiPolygon':
      return { type, coordinates: list(coordinates, budget).map(lines) };
    case 'GeometryCollection':
      return { type, geometries: all(geometries) };
    case 'Feature':
      return readOne(geometry, budget, depth + 1);
    case 'FeatureCollection':
      return { type: 'GeometryCollection', geometries: all(features) };
    default:
      throw new NoGeometry();
  }
}

function list(value: unknown, budget: GeometryBudget): readonly unknown[] {
  if (!Array.isArray(value) || !budget.points(value.length)) throw new NoGeometry();
  return value;
}

function position(value: unknown, budget: GeometryBudget): Position {
  if (!Array.isArray(value) || !budget.points(1)) throw new NoGeometry();
  const [x, y] = value as unknown[];
  if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) {
    throw new NoGeometry();
  }
  return [x, y];
}
