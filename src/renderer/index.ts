import { comparisonMimeType } from '../protocol/comparisonPayload.ts';
import { noticeMimeType } from '../protocol/noticePayload.ts';
import { resultMimeType } from '../protocol/resultPayload.ts';
import { element } from './element.ts';
import { parsePayload } from './parsePayload.ts';
import { PayloadError, readVersioned, text } from './payloadFields.ts';
import type { ActivationFunction, OutputItem } from './rendererApi.ts';
import { openCalls } from './resultCalls.ts';
import { ResultStates } from './resultState.ts';
import type { ResultContext } from './resultContext.ts';
import { resultView, type ResultOutput } from './resultView.ts';
import { noticeView, problemView } from './sentenceView.ts';
import { style } from './style/style.ts';

/** Entry of the notebook renderer: draws what the extension puts into outputs. */
export const activate: ActivationFunction = (context) => {
  const results: ResultContext = { calls: openCalls(context), states: new ResultStates(context) };
  const drawn = new Map<string, DrawnOutput>();
  const dispose = (id: string): void => {
    const output = drawn.get(id);
    drawn.delete(id);
    output?.dispose();
    output?.parent.replaceChildren();
  };
  return {
    renderOutputItem(item, parent) {
      const before = drawn.get(item.id);
      // The same rows, with another chart kept beside them: whoever chose it there is still at it.
      if (before?.resultId !== undefined && isIn(parent, before) && resultIdOf(item) === before.resultId)
        return;
      dispose(item.id);
      const { ownerDocument: document } = parent;
      const output = view(document, item, results);
      // Inside the output itself: wherever the notebook moves or copies it, its looks go along.
      parent.replaceChildren(element(document, 'style', '', style), output.element);
      drawn.set(item.id, { ...output, parent });
    },
    disposeOutputItem(id) {
      for (const known of id === undefined ? [...drawn.keys()] : [id]) dispose(known);
    },
  };
};

interface DrawnOutput extends ResultOutput {
  readonly parent: HTMLElement;
}

/** Nobody took it out of there. */
function isIn(parent: HTMLElement, { element: shown, parent: before }: DrawnOutput): boolean {
  return before === parent && shown.parentElement === parent;
}

/** Undefined where the output names none, or can't be read. */
function resultIdOf(item: OutputItem): string | undefined {
  if (item.mime !== resultMimeType) return undefined;
  try {
    return parsePayload(item.json()).resultSet?.resultId;
  } catch {
    return undefined;
  }
}

function view(document: Document, item: OutputItem, results: ResultContext): ResultOutput {
  try {
    if (item.mime === noticeMimeType)
      return still(noticeView(document, text(readVersioned(item.json()), 'text')));
    if (item.mime === comparisonMimeType) return comparison(document, item.json());
    return resultView(document, parsePayload(item.json()), results);
  } catch (error) {
    return still(problem(document, error));
  }
}

/** Two people's results are seldom drawn: what draws them is loaded then. */
function comparison(document: Document, value: unknown): ResultOutput {
  const holder = element(document, 'div');
  holder.setAttribute('aria-busy', 'true');
  const load = async (): Promise<HTMLElement> => {
    const [{ comparisonView }, { parseComparison }] = await Promise.all([
      import('./comparisonView.ts'),
      import('./parseComparison.ts'),
    ]);
    return comparisonView(document, parseComparison(value));
  };
  void load()
    .catch((error: unknown) => problem(document, error))
    .then((drawn) => {
      holder.append(drawn);
      holder.removeAttribute('aria-busy');
    });
  return still(holder);
}

function problem(document: Document, error: unknown): HTMLElement {
  const readable = error instanceof PayloadError;
  return problemView(document, readable ? error.message : 'This result cannot be read. Run the cell again.');
}

/** What has nothing to end. */
function still(element: HTMLElement): ResultOutput {
  return { element, dispose() {} };
}
