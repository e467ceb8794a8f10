import * as vscode from 'vscode';
import { isCancel, RedshiftIdentityError } from '../../../core/errors.ts';
import { formatChoice } from '../../../core/chart/choiceText.ts';
import { portableSpec } from '../../../core/chart/portableSpec.ts';
import type { ChartChoice } from '../../../protocol/chartChoice.ts';
import { resultMimeType, type ResultPayload } from '../../../protocol/resultPayload.ts';
import { compactJson } from '../outputs.ts';
import type { NotebookController } from '../controller.ts';
import type { CallOptions } from '../results/callHandlers.ts';
import type { KeptResult } from '../results/keptResult.ts';
import type { ChartServices } from './chartCalls.ts';
import { vegaLiteMimeType } from './chartItem.ts';

/** Milliseconds between two tries while the cell runs, and how many there are. */
const patience = 500;
const tries = 20;

export interface ChartOutputServices {
  readonly controller: Pick<NotebookController, 'execute'>;
  /** Data of the whole result. */
  readonly dataOf: (
    kept: KeptResult,
    choice: ChartChoice,
    options: CallOptions,
  ) => ReturnType<ChartServices['work']['chart']>;
  report(error: unknown): void;
}

/** Puts charts into the outputs that show their results, so that other front ends draw them too. */
export class ChartOutputs {
  readonly #services: ChartOutputServices;
  /** What each result's output shows by now, or is about to: the last one wins. */
  readonly #wanted = new WeakMap<KeptResult, string>();

  constructor(services: ChartOutputServices) {
    this.#services = services;
  }

  /** Without a choice the chart goes away. Never fails: nobody waits for it. */
  attach(kept: KeptResult, choice: ChartChoice | undefined): void {
    const text = choice === undefined ? '' : formatChoice(choice);
    if (this.#wanted.get(kept) === text) return;
    this.#wanted.set(kept, text);
    this.#attach(kept, choice, () => this.#wanted.get(kept) === text && !kept.gone.aborted).catch(
      (error: unknown) => {
        if (!isCancel(error)) this.#services.report(error);
      },
    );
  }

  async #attach(kept: KeptResult, choice: ChartChoice | undefined, isWanted: () => boolean): Promise<void> {
    const spec = choice && choice.mark !== 'map' ? await this.#specOf(kept, choice) : undefined;
    for (let left = tries; left > 0 && isWanted(); left--) {
      const output = outputOf(kept);
      if (!output) return;
      const items = itemsWith(output, choice, spec);
      if (!items) return;
      try {
        await this.#replace(kept.cell, output, items);
        return;
      } catch (error) {
        if (!(error instanceof RedshiftIdentityError) || error.code !== 'CellBusy') throw error;
        await new Promise((resolve) => setTimeout(resolve, patience));
      }
    }
  }

  async #specOf(
    kept: KeptResult,
    choice: Exclude<ChartChoice, { mark: 'map' }>,
  ): Promise<object | undefined> {
    const data = await this.#services.dataOf(kept, choice, { signal: kept.gone, progress: () => {} });
    return portableSpec(choice, data);
  }

  /** An execution is the only way to change an output; the cell looks afterwards as it did. */
  async #replace(
    cell: vscode.NotebookCell,
    output: vscode.NotebookCellOutput,
    items: vscode.NotebookCellOutputItem[],
  ): Promise<void> {
    const { executionOrder, success, timing } = cell.executionSummary ?? {};
    await this.#services.controller.execute(
      cell,
      async (execution) => {
        execution.executionOrder = executionOrder;
        await execution.replaceOutputItems(items, output);
        return success ?? true;
      },
      { unnumbered: true, startedAt: timing?.startTime, endedAt: timing?.endTime },
    );
  }
}

/** The output that names the result. */
function outputOf({ id, cell }: KeptResult): vscode.NotebookCellOutput | undefined {
  return cell.outputs.find((output) => payloadOf(output)?.resultSet?.resultId === id);
}

function payloadOf({ items }: vscode.NotebookCellOutput): ResultPayload | undefined {
  const item = items.find(({ mime }) => mime === resultMimeType);
  return item && (JSON.parse(new TextDecoder().decode(item.data)) as ResultPayload);
}

/** Undefined where the output has them already. */
function itemsWith(
  output: vscode.NotebookCellOutput,
  choice: ChartChoice | undefined,
  spec: object | undefined,
): vscode.NotebookCellOutputItem[] | undefined {
  const payload = payloadOf(output);
  if (!payload) return undefined;
  const { chart: _, ...others } = payload;
  const items = [
    compactJson(choice ? { ...others, chart: choice } : others, resultMimeType),
    ...(spec ? [compactJson(spec, vegaLiteMimeType)] : []),
    ...output.items.filter(({ mime }) => mime !== resultMimeType && mime !== vegaLiteMimeType),
  ];
  const key = (all: readonly vscode.NotebookCellOutputItem[]): string =>
    JSON.stringify(all.map(({ mime, data }) => [mime, new TextDecoder().decode(data)]));
  return key(items) === key(output.items) ? undefined : items;
}
