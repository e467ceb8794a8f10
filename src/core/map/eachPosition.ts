import type { Geometry, Position } from 'geojson';

/** Calls `visit` for each position. */
export function eachPosition(geometry: Geometry, visit: (position: Position) => void): void {
  switch (geometry.type) {
    case 'Point':
      if (geometry.coordinates.length >= 2) visit(geometry.coordinates);
      return;
    case 'MultiPoint':
    case 'LineString':
      return geometry.coordinates.forEach(visit);
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates.flat().forEach(visit);
    case 'MultiPolygon':
      return geometry.coordinates.flat(2).forEach(visit);
    case 'GeometryCollection':
      for (const each of geometry.geometries) eachPosition(each, visit);
  }
}
