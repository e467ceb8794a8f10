/** What a cell draws of its result, by the names of the columns, so that it holds for the next run too. */
export type ChartChoice = PlotChoice | MapChoice;

export type Aggregate = 'count' | 'sum' | 'average' | 'min' | 'max' | 'median';

export interface PlotChoice {
  mark: 'bar' | 'line' | 'area' | 'point' | 'histogram';
  x: string;
  /** Absent for a histogram, and where the aggregate is `count`. */
  y?: string;
  /** Absent: each row by itself. */
  aggregate?: Aggregate;
  colour?: string;
}

export interface MapChoice {
  mark: 'map';
  place:
    | { kind: 'point'; latitude: string; longitude: string; label?: string }
    /** GEOMETRY or GEOGRAPHY, or text that holds GeoJSON or hex of WKB. `label`: the column that names the places. */
    | { kind: 'geometry'; column: string; label?: string }
    /** Names or ISO codes of countries. */
    | { kind: 'country'; column: string };
  /** Decides size and colour of points, and the filling of countries. Absent: the number of rows. */
  measure?: string;
  /** Of the rows at one place. */
  aggregate: Aggregate;
  /** What the map shows: as much as holds the data. Absent: the world. */
  extent?: 'data';
}

/** The values that a chart is drawn from, already aggregated. */
export interface ChartData {
  /** `x`, `y`, `colour`; for a map `place` (country as it stands there, or GeoJSON as text), `latitude`, `longitude`, `label`, `measure`, `rows`. */
  fields: readonly { name: string; kind: 'number' | 'text' | 'time' | 'boolean' }[];
  /** A value for each field; times as milliseconds since the epoch. */
  rows: readonly (readonly (string | number | null)[])[];
  /** Rows of the view. */
  totalRows: number;
  /** Words for what is not drawn, or not exactly: `5,000 of 1,000,000 rows, evenly chosen`. */
  notes: readonly string[];
}

/** Marks, points or countries that are drawn at most. */
export const mostMarks = 5_000;
