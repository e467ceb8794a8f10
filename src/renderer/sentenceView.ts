import { element } from './element.ts';
import { messageText } from './valueCell.ts';

/** A sentence in the place of a result that cannot be drawn. */
export function problemView(document: Document, message: string): HTMLElement {
  const sentence = element(document, 'p', 'problem', message);
  sentence.setAttribute('role', 'alert');
  return element(document, 'section', 'redshift-identity-result', sentence);
}

/** What a cell says beside its results. */
export function noticeView(document: Document, text: string): HTMLElement {
  const line = element(document, 'p', 'notice', ...messageText(document, text));
  return element(document, 'section', 'redshift-identity-result', line);
}
