/** Resolves after the time, when the signal aborts, or when `event` does, whichever is first. Never rejects. */
export async function wait(
  milliseconds: number,
  signal: AbortSignal,
  event: Promise<void> = new Promise(() => undefined),
): Promise<void> {
  if (signal.aborted) return;
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const timer = setTimeout(end, milliseconds);
  signal.addEventListener('abort', end, { once: true });
  try {
    await Promise.race([event, over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
