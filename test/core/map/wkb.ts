import type { Geometry, Position } from 'geojson';

export interface WkbForm {
  readonly littleEndian: boolean;
  /** EWKB says so by flags, ISO by thousands. */
  readonly iso: boolean;
  readonly z: boolean;
  readonly m: boolean;
  /** EWKB alone. */
  readonly srid: number | undefined;
}

const types = [
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
];

/** Writes what `readWellKnownBytes` reads: hexadecimal WKB or EWKB. */
export function writeWkb(geometry: Geometry, form: WkbForm): string {
  return Buffer.concat(wkbOf(geometry, form)).toString('hex');
}

function wkbOf(geometry: Geometry, form: WkbForm): Buffer[] {
  const { littleEndian, iso, z, m, srid } = form;
  const word = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (littleEndian) bytes.writeUInt32LE(value);
    else bytes.writeUInt32BE(value);
    return bytes;
  };
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    if (littleEndian) bytes.writeDoubleLE(value);
    else bytes.writeDoubleBE(value);
    return bytes;
  };
  const position = ([x = NaN, y = NaN]: Position): Buffer[] => [
    number(x),
    number(y),
    ...(z ? [number(7)] : []),
    ...(m ? [number(8)] : []),
  ];
  const line = (positions: Position[]): Buffer[] => [word(positions.length), ...positions.flatMap(position)];
  const rings = (all: Position[][]): Buffer[] => [word(all.length), ...all.flatMap(line)];
  // Parts say no reference system of their own.
  const parts = (all: Geometry[]): Buffer[] => [
    word(all.length),
    ...all.flatMap((part) => wkbOf(part, { ...form, srid: undefined })),
  ];
  const type = types.indexOf(geometry.type) + 1;
  const flags = iso
    ? type + (z ? 1000 : 0) + (m ? 2000 : 0)
    : (type | (z ? 0x80000000 : 0) | (m ? 0x40000000 : 0) | (srid === undefined ? 0 : 0x20000000)) >>> 0;
  const head = [
    Buffer.of(littleEndian ? 1 : 0),
    word(flags),
    ...(!iso && srid !== undefined ? [word(srid)] : []),
  ];
  switch (geometry.type) {
    case 'Point':
      return [...head, ...position(geometry.coordinates)];
    case 'LineString':
      return [...head, ...line(geometry.coordinates)];
    case 'Polygon':
      return [...head, ...rings(geometry.coordinates)];
    case 'MultiPoint':
      return [...head, ...parts(geometry.coordinates.map((coordinates) => ({ type: 'Point', coordinates })))];
    case 'MultiLineString':
      return [
        ...head,
        ...parts(geometry.coordinates.map((coordinates) => ({ type: 'LineString', coordinates }))),
      ];
    case 'MultiPolygon':
      return [
        ...head,
        ...parts(geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }))),
      ];
    case 'GeometryCollection':
      return [...head, ...parts(geometry.geometries)];
  }
}
