import type { ChartChoice } from '../../../../protocol/chartChoice.ts';
import type { ResultColumn } from '../../../../protocol/resultPayload.ts';
import type { CellBlock, ResultViewSpec } from '../../../../protocol/resultViewSpec.ts';
import { chartData, columnsOfChoice } from '../../../chart/chartData.ts';
import { aggregateCells } from './aggregateCells.ts';
import type { ResultWork, TextOrder, WorkRows } from './contract.ts';
import { findMatches } from './findMatches.ts';
import { profileColumn } from './profileColumn.ts';
import { viewOrder } from './viewOrder.ts';

/** A call of ResultWork as plain members. */
export type WorkTask =
  | { readonly kind: 'order'; readonly spec: ResultViewSpec; readonly textOrder: TextOrder }
  | { readonly kind: 'find'; readonly search: Parameters<ResultWork['find']>[1] }
  | { readonly kind: 'aggregate'; readonly blocks: readonly CellBlock[] }
  | { readonly kind: 'profile'; readonly column: number }
  | { readonly kind: 'chart'; readonly choice: ChartChoice };

export type WorkOutcome = Awaited<ReturnType<ResultWork[WorkTask['kind']]>>;

/** Does it here and now. @throws RedshiftIdentityError where the task does not fit the columns */
export function runTask(rows: WorkRows, task: WorkTask): WorkOutcome {
  switch (task.kind) {
    case 'order':
      return viewOrder(rows, task.spec, task.textOrder);
    case 'find':
      return findMatches(rows, task.search);
    case 'aggregate':
      return aggregateCells(rows, task.blocks);
    case 'profile':
      return profileColumn(rows, task.column);
    case 'chart':
      return chartData(rows, task.choice);
  }
}

/** Indexes of the columns that the task reads; those that are not there left out. */
export function columnsOfTask(task: WorkTask, columns: readonly ResultColumn[]): number[] {
  return [...new Set(named(task, columns))].filter((column) => columns[column] !== undefined);
}

function named(task: WorkTask, columns: readonly ResultColumn[]): readonly number[] {
  switch (task.kind) {
    case 'order':
      return [...task.spec.filters, ...task.spec.sort].map(({ column }) => column);
    case 'find':
      return task.search.columns;
    case 'aggregate':
      return task.blocks.flatMap(({ columns: shown }) => shown);
    case 'profile':
      return [task.column];
    case 'chart': {
      const names = new Set(columnsOfChoice(task.choice));
      return columns.flatMap(({ name }, index) => (names.has(name) ? [index] : []));
    }
  }
}
