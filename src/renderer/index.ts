import { comparisonMimeType } from '../protocol/comparisonPayload.ts';
import { noticeMimeType } from '../protocol/noticePayload.ts';
import { comparisonView } from './comparisonView.ts';
import { element } from './element.ts';
import { addMoreRows } from './moreRows.ts';
import { parseComparison } from './parseComparison.ts';
import { parsePayload } from './parsePayload.ts';
import { PayloadError, readVersioned, text } from './payloadFields.ts';
import type { ActivationFunction, OutputItem } from './rendererApi.ts';
import { noticeView, problemView, resultView } from './resultView.ts';
import { openRowChannel, type RowChannel } from './rowChannel.ts';
import { style } from './style.ts';

/** Entry of the notebook renderer: draws what the extension puts into outputs. */
export const activate: ActivationFunction = (context) => {
  const channel = openRowChannel(context);
  const drawn = new Map<string, HTMLElement>();
  const dispose = (id: string): void => {
    drawn.get(id)?.replaceChildren();
    drawn.delete(id);
  };
  return {
    renderOutputItem(item, parent) {
      dispose(item.id);
      const { ownerDocument: document } = parent;
      // Inside the output itself: wherever the notebook moves or copies it, its looks go along.
      parent.replaceChildren(element(document, 'style', '', style), view(document, item, channel));
      drawn.set(item.id, parent);
    },
    disposeOutputItem(id) {
      for (const known of id === undefined ? [...drawn.keys()] : [id]) dispose(known);
    },
  };
};

function view(document: Document, item: OutputItem, channel: RowChannel | undefined): HTMLElement {
  try {
    if (item.mime === noticeMimeType) return noticeView(document, text(readVersioned(item.json()), 'text'));
    if (item.mime === comparisonMimeType) return comparisonView(document, parseComparison(item.json()));
    const payload = parsePayload(item.json());
    const drawn = resultView(document, payload);
    if (channel) addMoreRows(document, drawn, payload, channel);
    return drawn;
  } catch (error) {
    const readable = error instanceof PayloadError;
    return problemView(
      document,
      readable ? error.message : 'This result cannot be read. Run the cell again.',
    );
  }
}
