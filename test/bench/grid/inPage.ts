// Each of these is run in the page, by its text: nothing from outside of it is known there.

interface DrawingPage {
  draw(payload: unknown, id: string, mime: string): void;
}

/** Milliseconds from handing over an output until its first value was painted. */
export async function paintTime({ payload, value }: { payload: string; value: string }): Promise<number> {
  const painted = () =>
    new Promise<void>((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(undefined);
      }),
    );
  const output: unknown = JSON.parse(payload);
  await painted();
  const startedAt = performance.now();
  (window as unknown as DrawingPage).draw(output, 'output', 'application/vnd.redshiftidentity.result+json');
  do await painted();
  while (!document.body.textContent?.includes(value));
  return performance.now() - startedAt;
}

/** The longest of 95 of 100 frames, in milliseconds, while a script scrolls on in each. */
export async function scrollTime(how: { scroller: string; frames: number; step: number }): Promise<number> {
  const scroller = document.querySelector(how.scroller);
  if (!scroller) throw new Error(`Nothing is ${how.scroller}.`);
  const times: number[] = [];
  let last = await new Promise<number>(requestAnimationFrame);
  for (let frame = 0; frame < how.frames; frame++) {
    scroller.scrollTop += how.step;
    const now = await new Promise<number>(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  return times.sort((left, right) => left - right)[Math.floor(how.frames * 0.95)] ?? NaN;
}

/** Milliseconds from a jump to the end until the last row's value was painted. */
export async function jumpTime({ scroller, value }: { scroller: string; value: string }): Promise<number> {
  const painted = () =>
    new Promise<void>((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(undefined);
      }),
    );
  const found = document.querySelector(scroller);
  if (!found) throw new Error(`Nothing is ${scroller}.`);
  const deadline = performance.now() + 10_000;
  await painted();
  const startedAt = performance.now();
  found.scrollTop = found.scrollHeight;
  do {
    await painted();
    if (performance.now() > deadline) throw new Error(`The last row did not come: ${scroller}.`);
  } while (!document.body.textContent?.includes(value));
  return performance.now() - startedAt;
}

/** Milliseconds from a click on a column's name until the value that is first then was painted, and the longest frame meanwhile. */
export async function sortTime(how: {
  column: string;
  value: string;
}): Promise<{ time: number; longestFrame: number }> {
  const header = [...document.querySelectorAll('[role=columnheader]')].find((one) =>
    one.getAttribute('aria-label')?.startsWith(`${how.column},`),
  );
  const name = header?.querySelector<HTMLElement>('.name');
  if (!name) throw new Error(`There is no column ${how.column}.`);
  const first = () =>
    document.querySelector('[role=row][aria-rowindex="2"]')?.textContent?.includes(how.value) ?? false;
  if (first()) throw new Error(`${how.value} stands first before it was sorted.`);
  let last = await new Promise<number>(requestAnimationFrame);
  const startedAt = performance.now();
  const { x, y } = name.getBoundingClientRect();
  const at = { bubbles: true, clientX: x + 2, clientY: y + 2, button: 0 };
  name.dispatchEvent(new PointerEvent('pointerdown', at));
  name.dispatchEvent(new PointerEvent('pointerup', at));
  name.dispatchEvent(new MouseEvent('click', at));
  let longestFrame = 0;
  while (!first()) {
    const now = await new Promise<number>(requestAnimationFrame);
    longestFrame = Math.max(longestFrame, now - last);
    last = now;
    if (now - startedAt > 60_000) throw new Error(`The column ${how.column} was not sorted.`);
  }
  return { time: performance.now() - startedAt, longestFrame };
}

/** Milliseconds that the page's own sort of so many texts takes, as people of its language order them. */
export function collatorTime(length: number): number {
  const texts = Array.from({ length }, (_, row) => `order ${(row * 7919) % 1_000_003} was shipped`);
  const { compare } = new Intl.Collator('en');
  const startedAt = performance.now();
  texts.sort(compare);
  return performance.now() - startedAt;
}

/** Likewise of numbers. */
export function comparatorTime(length: number): number {
  const numbers = Array.from({ length }, (_, row) => ((row * 7919) % 1_000_000) / 100);
  const startedAt = performance.now();
  numbers.sort((left, right) => left - right);
  return performance.now() - startedAt;
}
