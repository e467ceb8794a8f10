import type { ChartData } from '../../protocol/chartChoice.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import { columnKind, type ColumnKind } from '../redshift/results/page/columnKind.ts';

/** What the values of a column are where they are drawn. */
export type ChartKind = ChartData['fields'][number]['kind'];

const kinds: Partial<Record<ColumnKind, ChartKind>> = {
  integer: 'number',
  bigint: 'number',
  decimal: 'number',
  float: 'number',
  boolean: 'boolean',
  date: 'time',
  timestamp: 'time',
  timestamptz: 'time',
};

/** Times of day are text: they have no place on a line of days. */
export function chartKind({ typeName }: Pick<ResultColumn, 'typeName'>): ChartKind {
  return kinds[columnKind(typeName)] ?? 'text';
}
