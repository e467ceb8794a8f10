import { element } from '../element.ts';

/** Rules for the output. @param rules in which `&` is the output */
export function outputRules(rules: string): string {
  return rules.replaceAll('&', '.redshift-identity-result');
}

/** The looks of something that was loaded later, to be put beside it. */
export function styleElement(document: Document, ...rules: readonly string[]): HTMLElement {
  return element(document, 'style', '', outputRules(rules.join('')));
}
