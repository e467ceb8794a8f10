import { visibleText } from '../../core/redshift/results/visibleText.ts';
import { element } from '../element.ts';
import { valueText } from '../valueCell.ts';

/** Characters of a value that a cell draws: more than the widest column shows, and few enough to lay out in no time. */
const mostDrawn = 500;
/** Characters of a tooltip. */
const longestTooltip = 2_000;

/** A value that has not come. */
export const waiting = undefined;

/**
 * Draws a value into a cell; text that needs no escape and no mark goes into the node that is there.
 * @param marked what to mark in it
 */
export function drawValue(cell: HTMLElement, value: string | null | undefined, marked?: RegExp): void {
  const { ownerDocument: document } = cell;
  const kind = value === waiting ? 'waiting' : value === null ? 'null' : value === '' ? 'empty' : '';
  if (cell.dataset['kind'] !== kind) cell.dataset['kind'] = kind;
  if (cell.title !== '') cell.title = '';
  if (kind === 'empty') cell.title = 'Empty text';
  if (typeof value !== 'string' || value === '') return drawText(cell, kind === 'null' ? 'NULL' : '');
  const text = value.length > mostDrawn ? value.slice(0, mostDrawn) : value;
  const nodes = valueText(document, text);
  const parts = marked ? nodes.flatMap((node) => markedParts(document, node, marked)) : nodes;
  const [only] = parts;
  if (parts.length === 1 && only?.nodeType === only?.TEXT_NODE) return drawText(cell, text);
  cell.replaceChildren(...parts);
}

/** What a tooltip says of a value that does not fit. */
export function tooltip(value: string): string {
  return visibleText(value.slice(0, longestTooltip));
}

/** @returns undefined for no text */
export function markPattern(text: string, matchCase: boolean): RegExp | undefined {
  if (text === '') return undefined;
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), matchCase ? 'gu' : 'giu');
}

function drawText(cell: HTMLElement, text: string): void {
  const { firstChild } = cell;
  if (firstChild && firstChild === cell.lastChild && firstChild.nodeType === firstChild.TEXT_NODE) {
    if (firstChild.nodeValue !== text) firstChild.nodeValue = text;
  } else cell.textContent = text;
}

function markedParts(document: Document, node: Node, pattern: RegExp): Node[] {
  if (node.nodeType !== node.TEXT_NODE) return [node];
  const text = node.nodeValue ?? '';
  const parts: Node[] = [];
  let end = 0;
  for (const { index, 0: found } of text.matchAll(pattern)) {
    if (index > end) parts.push(document.createTextNode(text.slice(end, index)));
    parts.push(element(document, 'mark', '', found));
    end = index + found.length;
  }
  if (end < text.length) parts.push(document.createTextNode(text.slice(end)));
  return parts;
}
