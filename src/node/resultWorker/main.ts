// Runs in a thread of its own, so that work on all rows of a result keeps nobody waiting.
import { parentPort } from 'node:worker_threads';
import { RedshiftIdentityError } from '../../core/errors.ts';
import { TextColumn, unpackColumn, type Column } from '../../core/redshift/results/page/column.ts';
import { TypedRows } from '../../core/redshift/results/page/typedRows.ts';
import { runTask, type WorkOutcome } from '../../core/redshift/results/view/workTask.ts';
import type { WorkAnswer, WorkMessage } from './workMessages.ts';

let pages: Extract<WorkMessage, { kind: 'page' }>[] = [];

parentPort?.on('message', (message: WorkMessage) => {
  if (message.kind === 'page') {
    pages.push(message);
    return;
  }
  const answer = answerTask(message);
  pages = [];
  parentPort?.postMessage(answer, answer.kind === 'done' ? buffersOf(answer.outcome) : []);
});

function answerTask({ task, columns, order }: Extract<WorkMessage, { kind: 'task' }>): WorkAnswer {
  try {
    const rows = pages.map((page) => typedRows(page, columns.length));
    return { kind: 'done', outcome: runTask({ columns, pages: rows, order }, task) };
  } catch (error) {
    if (error instanceof RedshiftIdentityError) {
      const { message, code, remedy } = error;
      return { kind: 'refused', message, code, remedy };
    }
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', name, message, stack };
  }
}

/** With columns of NULLs in the place of those that the task does not read. */
function typedRows({ rowCount, columns }: (typeof pages)[number], width: number): TypedRows {
  const nothing = new Uint8Array(0);
  const nulls = new Uint8Array((rowCount + 7) >> 3).fill(0xff);
  const all = Array<Column>(width).fill(new TextColumn('text', nothing, 0, nulls));
  for (const { index, packed } of columns) all[index] = unpackColumn(packed);
  return new TypedRows(all, rowCount);
}

/** What goes back without a copy. */
function buffersOf(outcome: WorkOutcome): ArrayBuffer[] {
  if (outcome === undefined) return [];
  if (outcome instanceof Uint32Array) return [outcome.buffer as ArrayBuffer];
  return 'isMore' in outcome
    ? [outcome.rows.buffer as ArrayBuffer, outcome.columns.buffer as ArrayBuffer]
    : [];
}
