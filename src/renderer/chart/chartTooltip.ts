import type { TooltipHandler } from 'vega';
import { visibleText } from '../../core/redshift/results/visibleText.ts';
import { element } from '../element.ts';

/** Characters of a value. */
const longest = 200;
/** Pixels between the pointer and the box. */
const gap = 12;

/** Shows what a mark stands for in a box beside the pointer; names and values are text. */
export function showTooltip(host: HTMLElement): TooltipHandler {
  const { ownerDocument: document } = host;
  let box: HTMLElement | undefined;
  return (_, event, __, value) => {
    if (!isFields(value)) {
      box?.remove();
      box = undefined;
      return;
    }
    const list = element(document, 'dl', 'chart-tooltip');
    // The pointer alone reaches it; the same stands in the marks' descriptions and in the table of values.
    list.setAttribute('aria-hidden', 'true');
    for (const [name, part] of Object.entries(value)) {
      list.append(
        element(document, 'dt', '', visibleText(name)),
        element(document, 'dd', '', visibleText(String(part).slice(0, longest))),
      );
    }
    box?.remove();
    box = list;
    host.append(list);
    if (!('clientX' in event)) return;
    const { left, top, width } = host.getBoundingClientRect();
    const x = event.clientX - left;
    const isRight = x > width / 2;
    list.style.left = isRight ? 'auto' : `${x + gap}px`;
    list.style.right = isRight ? `${width - x + gap}px` : 'auto';
    list.style.top = `${Math.max(0, event.clientY - top - list.offsetHeight / 2)}px`;
  };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
