import type { Row, RowSource } from '../../../../src/core/redshift/results/contract.ts';

/** A row source over rows that are there, which writes down what was asked of it. */
export interface ListSource extends RowSource {
  readonly asked: (readonly [from: number, to: number])[];
  released: number;
}

/** @param names of the columns; a name with a colon brings its type along: `amount:int4` */
export function listSource(names: readonly string[], rows: readonly Row[]): ListSource {
  const source: ListSource = {
    columns: names.map((text) => {
      const [name = '', typeName = 'varchar'] = text.split(':');
      return { name, typeName, numeric: false };
    }),
    totalRows: rows.length,
    asked: [],
    released: 0,
    rows: async (from, to) => {
      source.asked.push([from, to]);
      return rows.slice(from, to).map((row) => [...row]);
    },
    release: () => {
      source.released++;
    },
  };
  return source;
}
