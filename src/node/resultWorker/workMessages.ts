import type { PackedColumn } from '../../core/redshift/results/page/packedColumn.ts';
import type { WorkOutcome, WorkTask } from '../../core/redshift/results/view/workTask.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';

/** To the worker: a page of the rows, after the last one the task itself. */
export type WorkMessage =
  | {
      readonly kind: 'page';
      readonly rowCount: number;
      /** Those that the task reads. */
      readonly columns: readonly { readonly index: number; readonly packed: PackedColumn }[];
    }
  | {
      readonly kind: 'task';
      readonly task: WorkTask;
      readonly columns: readonly ResultColumn[];
      readonly order: Uint32Array | undefined;
    };

/** From the worker, one for each task. */
export type WorkAnswer =
  | { readonly kind: 'done'; readonly outcome: WorkOutcome }
  /** Something to say to a person. */
  | {
      readonly kind: 'refused';
      readonly message: string;
      readonly code: string;
      readonly remedy: string | undefined;
    }
  /** Our fault. */
  | { readonly kind: 'failed'; readonly name: string; readonly message: string; readonly stack: string };
