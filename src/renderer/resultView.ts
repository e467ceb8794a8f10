import type { ResultPayload } from '../protocol/resultPayload.ts';
import { element } from './element.ts';
import { partList } from './partList.ts';
import type { ResultContext } from './resultContext.ts';
import { resultFacts } from './resultFacts.ts';
import { tableView } from './tableView.ts';

export interface ResultOutput {
  readonly element: HTMLElement;
  /** Of the rows that are drawn, where the extension host can be asked for more. */
  readonly resultId?: string | undefined;
  dispose(): void;
}

/** A statement's result: a line that says what ran where and as whom, its rows, if it has any, and what works on them. */
export function resultView(document: Document, payload: ResultPayload, context: ResultContext): ResultOutput {
  const { resultSet, parts } = payload;
  const view = element(document, 'section', 'redshift-identity-result');
  view.setAttribute('aria-label', 'Statement result');
  const facts = resultFacts(document, payload);
  const regions = parts === undefined ? [] : [partList(document, parts)];
  if (resultSet === undefined) {
    view.append(facts.element, ...regions);
    return { element: view, dispose() {} };
  }
  const table = tableView(document, view, payload, resultSet, facts, context);
  view.append(
    element(document, 'div', 'result-head', facts.element, table.toolbar),
    ...table.elements,
    ...regions,
  );
  return { element: view, resultId: resultSet.resultId, dispose: () => table.dispose() };
}
