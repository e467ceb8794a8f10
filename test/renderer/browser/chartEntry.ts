import { chartPane, type ChartPane } from '../../../src/renderer/chart/chartPane.ts';
import { element } from '../../../src/renderer/element.ts';
import type { ActivationFunction } from '../../../src/renderer/rendererApi.ts';
import { openCalls } from '../../../src/renderer/resultCalls.ts';
import type { ChartChoice } from '../../../src/protocol/chartChoice.ts';
import type { ResultPayload } from '../../../src/protocol/resultPayload.ts';

/** What the tests ask of the pane besides looking at it. */
export interface ChartWindow {
  pane?: ChartPane;
  chosen: { choice: ChartChoice | undefined; isKept: boolean }[];
}

/** A renderer that draws nothing of a result but its chart. */
export const activate: ActivationFunction = (context) => {
  const calls = openCalls(context);
  return {
    renderOutputItem(item, parent) {
      const payload = item.json() as ResultPayload & { map?: boolean };
      const { resultSet, chart } = payload;
      if (!resultSet || !calls) return;
      const tests = window as unknown as ChartWindow;
      tests.chosen = [];
      const pane = chartPane({
        document: parent.ownerDocument,
        calls: calls(resultSet.resultId ?? ''),
        columns: resultSet.columns,
        viewId: '',
        choice: chart,
        map: payload.map ?? false,
        isKept: chart !== undefined,
        onChoice: (choice, isKept) => tests.chosen.push({ choice, isKept }),
        onClose: () => {},
      });
      tests.pane = pane;
      parent.replaceChildren(element(parent.ownerDocument, 'div', 'redshift-identity-result', pane.element));
    },
    disposeOutputItem() {},
  };
};
