import type * as vscode from 'vscode';
import { ResultMemory } from '../../src/core/redshift/results/resultMemory.ts';
import type { RowSource } from '../../src/core/redshift/results/contract.ts';
import type { TextOrder } from '../../src/core/redshift/results/view/contract.ts';
import { answerCalls } from '../../src/host/notebook/results/answerCalls.ts';
import type { OtherHandlers } from '../../src/host/notebook/results/callHandlers.ts';
import { resultHandlers } from '../../src/host/notebook/results/resultHandlers.ts';
import { Results } from '../../src/host/notebook/results/results.ts';
import type { GridAnswer, GridCallKind, GridCalls } from '../../src/protocol/gridMessages.ts';
import { localWork } from './localWork.ts';

export const origin = {
  region: 'us-east-1',
  warehouse: 'tip',
  database: 'dev',
  account: 'ming@example.com',
  statementId: 'st-1',
  durationMs: 4,
};

export const notebookOf = (name: string) => ({ name }) as unknown as vscode.NotebookDocument;
export const cellIn = (notebook: vscode.NotebookDocument) => ({ notebook }) as unknown as vscode.NotebookCell;

export interface KeptSetup {
  readonly memory?: ResultMemory;
  readonly work?: Partial<typeof localWork>;
  readonly others?: OtherHandlers;
  textOrder?: TextOrder;
}

/** Results of a window, and one renderer that asks for them. */
export function keptResults(setup: KeptSetup = {}) {
  const { memory = new ResultMemory(1_000_000), work = {}, others } = setup;
  const results = new Results();
  const cell = cellIn(notebookOf('a'));
  const copied: string[] = [];
  const opened: [content: string, language: string][] = [];
  const errors: unknown[] = [];
  const handlers = resultHandlers(
    {
      work: { ...localWork, ...work },
      memory: () => memory,
      textOrder: () => setup.textOrder ?? { kind: 'bytes' },
      writeClipboard: async (text) => void copied.push(text),
      openText: async (content, language) => void opened.push([content, language]),
    },
    others,
  );
  let time = 0;
  const answer = answerCalls({
    results,
    handlers,
    onError: (error) => errors.push(error),
    now: () => (time += 60),
  });
  const renderer = {};
  let requests = 0;

  const send = async (message: unknown, sender: object = renderer): Promise<GridAnswer[]> => {
    const told: GridAnswer[] = [];
    await answer(message, sender, (one) => told.push(one));
    return told;
  };
  return {
    results,
    cell,
    memory,
    copied,
    opened,
    errors,
    send,
    keep: (source: RowSource) => results.keep({ source, cell, origin }),
    /** What came last; progress left out. */
    async ask<Kind extends GridCallKind>(
      resultId: string,
      kind: Kind,
      ask: GridCalls[Kind]['ask'],
    ): Promise<GridCalls[Kind]['answer'] | { code: string; message: string }> {
      const told = await send({ ...ask, kind, requestId: ++requests, resultId });
      const last = told.at(-1);
      if (last?.kind === 'refused') return { code: last.code, message: last.message };
      if (last?.kind !== 'answer') throw new Error('No answer came.');
      return last.answer as GridCalls[Kind]['answer'];
    },
  };
}
