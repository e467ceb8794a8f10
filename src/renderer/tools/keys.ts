/** Takes the key: neither the browser nor VS Code does anything with it. */
export function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Ctrl, or Cmd on a Mac. */
export function hasCommandKey({ ctrlKey, metaKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey;
}

const functionKey = /^F\d+$/;
const editing: ReadonlySet<string> = new Set(['a', 'c', 'v', 'x', 'z', 'y']);

/** Keeps from VS Code what somebody types into a field: there a letter may be a command on cells. */
export function keepTyping(root: HTMLElement): void {
  root.addEventListener('keydown', (event) => {
    const field = (event.target as Element).closest('input:not([type=checkbox]), textarea, select');
    // F1 is VS Code's palette, wherever it is pressed.
    if (!field || event.altKey || functionKey.test(event.key)) return;
    if (!hasCommandKey(event) || editing.has(event.key.toLowerCase())) event.stopPropagation();
  });
}

/** Where a key goes in a list of so many; undefined for other keys. */
export function nextIndex(
  key: string,
  at: number,
  length: number,
  [back, forth]: readonly [back: string, forth: string],
): number | undefined {
  if (length === 0) return undefined;
  if (key === back) return at <= 0 ? length - 1 : at - 1;
  if (key === forth) return at >= length - 1 ? 0 : at + 1;
  if (key === 'Home') return 0;
  return key === 'End' ? length - 1 : undefined;
}
