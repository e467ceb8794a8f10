import type { NotebookCell } from 'vscode';
import type { RowSource } from '../../../src/core/redshift/results/contract.ts';
import { ResultMemory } from '../../../src/core/redshift/results/resultMemory.ts';
import type { ResultWork } from '../../../src/core/redshift/results/view/contract.ts';
import { runTask } from '../../../src/core/redshift/results/view/workTask.ts';
import { answerCalls } from '../../../src/host/notebook/results/answerCalls.ts';
import type { OtherHandlers } from '../../../src/host/notebook/results/callHandlers.ts';
import { resultHandlers } from '../../../src/host/notebook/results/resultHandlers.ts';
import { Results } from '../../../src/host/notebook/results/results.ts';
import type { GridAnswer } from '../../../src/protocol/gridMessages.ts';

/** Bytes, more than any result of a test takes. */
const memoryLimit = 1_000_000_000;

export interface HostSide {
  /** What the output names the result with. */
  readonly resultId: string;
  /** Texts that were put onto the clipboard. */
  readonly copied: string[];
  /** Values that were opened in an editor. */
  readonly opened: string[];
  /** Answers what a renderer sent; `post` sends to it. */
  hear(message: unknown, post: (answer: GridAnswer) => void): Promise<void>;
  /** As if the cell ran again: what is asked of the result from now on is refused. */
  letGo(): void;
}

export interface HostSideOptions {
  /** What works on whole results; in this very process where it is absent. */
  readonly work?: ResultWork;
  readonly others?: OtherHandlers;
  readonly onError?: (error: unknown) => void;
}

/** The extension host's own answers about one result, without VS Code around them. */
export function openHostSide(source: RowSource, options: HostSideOptions = {}): HostSide {
  const { work = workHere, others, onError = () => {} } = options;
  const results = new Results();
  const cell = {} as NotebookCell;
  const place = { region: 'us-east-1', warehouse: 'redshift-tip-enabled', database: 'dev' };
  const origin = { ...place, account: 'ming@example.com', statementId, durationMs: 1234.5 };
  const resultId = results.keep({ source, cell, origin });
  const memory = new ResultMemory(memoryLimit);
  const copied: string[] = [];
  const opened: string[] = [];
  const services = {
    work,
    memory: () => memory,
    textOrder: () => ({ kind: 'bytes' }) as const,
    writeClipboard: async (text: string) => void copied.push(text),
    openText: async (text: string) => void opened.push(text),
  };
  const answer = answerCalls({ results, handlers: resultHandlers(services, others), onError });
  const sender = {};
  return {
    resultId,
    copied,
    opened,
    hear: (message, post) => answer(message, sender, post),
    letGo: () => results.letGoOf(cell),
  };
}

export const statementId = 'd9b6c0c9-0747-4bf4-b142-e8883122f766';

const workHere = {
  order: async (rows, spec, textOrder) =>
    runTask({ ...rows, order: undefined }, { kind: 'order', spec, textOrder }),
  find: async (rows, search) => runTask(rows, { kind: 'find', search }),
  aggregate: async (rows, blocks) => runTask(rows, { kind: 'aggregate', blocks }),
  profile: async (rows, column) => runTask(rows, { kind: 'profile', column }),
  chart: async (rows, choice) => runTask(rows, { kind: 'chart', choice }),
} as ResultWork;
