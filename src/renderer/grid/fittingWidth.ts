import { element } from '../element.ts';

/** Pixels that hold each of the cells without cutting it off; 0 where nothing is laid out. */
export function fittingWidth(stage: HTMLElement, cells: readonly HTMLElement[]): number {
  const copies = cells.map((cell) => {
    const copy = cell.cloneNode(true) as HTMLElement;
    copy.style.width = 'max-content';
    copy.removeAttribute('id');
    return copy;
  });
  const measure = element(stage.ownerDocument, 'div', 'measure', ...copies);
  stage.append(measure);
  const width = measure.offsetWidth;
  measure.remove();
  return width === 0 ? 0 : width + 2;
}
