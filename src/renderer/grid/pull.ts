/** How far the pointer is from where it was pressed, and where on the page. */
export interface PullPoint {
  readonly x: number;
  readonly y: number;
  /** Pixels from where it began. */
  readonly movedX: number;
  readonly movedY: number;
}

export interface Pull {
  moved(point: PullPoint): void;
  /** @param isKept false where it was cancelled */
  ended(isKept: boolean): void;
}

/** Follows the pointer from where it is pressed until it is let go, wherever it goes; Escape takes it back. */
export function followPull(start: PointerEvent, holder: HTMLElement, { moved, ended }: Pull): void {
  const { pointerId, clientX, clientY } = start;
  const document = holder.ownerDocument;
  const move = (event: PointerEvent): void => {
    if (event.pointerId !== pointerId) return;
    const { clientX: x, clientY: y } = event;
    const [movedX, movedY] = [x - clientX, y - clientY];
    // Not before: the click that may come of it belongs to what was pressed.
    if (Math.hypot(movedX, movedY) > 3) holder.setPointerCapture?.(pointerId);
    moved({ x, y, movedX, movedY });
  };
  const end = (isKept: boolean): void => {
    document.removeEventListener('pointermove', move);
    document.removeEventListener('pointerup', up);
    document.removeEventListener('pointercancel', cancel);
    document.removeEventListener('keydown', key, true);
    if (holder.hasPointerCapture?.(pointerId)) holder.releasePointerCapture(pointerId);
    ended(isKept);
  };
  const up = (event: PointerEvent): void => {
    if (event.pointerId === pointerId) end(true);
  };
  const cancel = (): void => end(false);
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    end(false);
  };
  document.addEventListener('pointermove', move);
  document.addEventListener('pointerup', up);
  document.addEventListener('pointercancel', cancel);
  document.addEventListener('keydown', key, true);
}
