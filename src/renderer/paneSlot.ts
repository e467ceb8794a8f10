import type { ChartChoice } from '../protocol/chartChoice.ts';
import type { ChartPane } from './chart/chartPane.ts';
import { element } from './element.ts';
import type { ResultModel } from './resultModel.ts';
import type { DrawnChoice, Pane } from './resultState.ts';

export interface PaneSlotContext {
  readonly document: Document;
  readonly model: ResultModel;
  /** What was drawn before in a pane. */
  choiceOf(pane: Pane): DrawnChoice | undefined;
  keepChoice(pane: Pane, drawn: DrawnChoice): void;
  onClose(): void;
  refuse(error: unknown): void;
}

/** Where a chart or a map stands; what draws it is loaded when it is first asked for. */
export interface PaneSlot {
  readonly element: HTMLElement;
  show(pane: Pane, takesFocus: boolean): Promise<void>;
  dispose(): void;
}

export function paneSlot(context: PaneSlotContext): PaneSlot {
  const { document, model } = context;
  const slot = element(document, 'div', 'pane-slot');
  slot.hidden = true;
  let drawn: ChartPane | undefined;
  let shown: Pane = 'table';

  const clear = (): void => {
    drawn?.dispose();
    drawn = undefined;
    slot.replaceChildren();
  };
  model.on('view', ({ viewId }) => drawn?.update(viewId));

  return {
    element: slot,
    async show(pane, takesFocus) {
      shown = pane;
      slot.hidden = pane === 'table';
      clear();
      const { calls } = model;
      if (pane === 'table' || !calls) return;
      slot.append(element(document, 'p', 'pane-loading', 'Loading…'));
      try {
        const { chartPane } = await import('./chart/chartPane.ts');
        if (shown !== pane || drawn) return;
        const before = context.choiceOf(pane);
        drawn = chartPane({
          document,
          calls,
          columns: model.columns,
          viewId: model.view.viewId,
          choice: before?.choice,
          map: pane === 'map',
          isKept: before?.isKept ?? false,
          onChoice: (choice: ChartChoice | undefined, isKept: boolean) =>
            context.keepChoice(pane, { choice, isKept }),
          onClose: context.onClose,
        });
        slot.replaceChildren(drawn.element);
        if (takesFocus) drawn.focus();
      } catch (error) {
        if (shown !== pane) return;
        context.refuse(error);
        context.onClose();
      }
    },
    dispose: clear,
  };
}
