import { element } from '../element.ts';
import { followPull } from './pull.ts';
import { rowHeight, type Viewport } from './viewport.ts';

/** The edge below the rows: pulled, or moved by keys, it makes room for more of them. */
export function heightHandle(
  document: Document,
  viewport: Viewport,
  onChange: () => void,
): { element: HTMLElement; update(): void } {
  const handle = element(document, 'div', 'height');
  handle.tabIndex = 0;
  handle.setAttribute('role', 'separator');
  handle.setAttribute('aria-orientation', 'horizontal');
  handle.setAttribute('aria-label', 'Height of the rows');
  handle.title = 'Pull for more rows; double-click for the usual height';
  const shown = (): number => viewport.wantedHeight ?? Math.min(viewport.usualHeight, viewport.heights.most);
  const update = (): void => {
    const { least, most } = viewport.heights;
    handle.hidden = most <= viewport.usualHeight && viewport.wantedHeight === undefined;
    for (const [name, value] of Object.entries({ valuemin: least, valuemax: most, valuenow: shown() })) {
      handle.setAttribute(`aria-${name}`, String(value));
    }
  };
  const set = (height: number | undefined): void => {
    viewport.setHeight(height);
    update();
    onChange();
  };
  handle.addEventListener('pointerdown', (event) => {
    const [before, wanted] = [shown(), viewport.wantedHeight];
    followPull(event, handle, {
      moved: ({ movedY }) => set(before + movedY),
      ended: (isKept) => isKept || set(wanted),
    });
  });
  handle.addEventListener('dblclick', () => set(undefined));
  handle.addEventListener('keydown', (event) => {
    const { least, most } = viewport.heights;
    const heights: Readonly<Record<string, number>> = {
      ArrowUp: shown() - rowHeight,
      ArrowDown: shown() + rowHeight,
      Home: least,
      End: most,
    };
    const height = heights[event.key];
    if (height === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(height);
  });
  return { element: handle, update };
}
