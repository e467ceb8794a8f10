import type { Locator } from 'playwright-core';
import type { Workbench } from '../vscode/workbench.ts';

/** Until a slow machine has drawn or read what was asked for. Milliseconds. */
const patience = 60_000;

/** A line of a tree, as a screen reader and a person have it. */
export interface TreeRow {
  /** From 0, from the top of the whole tree. */
  index: number;
  /** From 1. */
  level: number;
  /** What a screen reader says. */
  label: string;
  /** What is written in the line, label and description together. */
  text: string;
  expanded: boolean | undefined;
}

/** Whether a row that may be opened is to be. */
export type Wanted = (row: TreeRow) => boolean;

/** A tree in the side bar, driven by mouse or keyboard. VS Code draws only rows in sight, so the window must be tall. */
export class TreeView {
  readonly #workbench: Workbench;
  readonly #title: string;
  readonly #pane: Locator;

  constructor(workbench: Workbench, title: string) {
    this.#workbench = workbench;
    this.#title = title;
    this.#pane = workbench.page.locator('.pane', {
      has: workbench.page.locator(`.pane-header[aria-label^="${title}"]`),
    });
  }

  /** Rows in sight, from the top. */
  async rows(): Promise<TreeRow[]> {
    const rows = await this.#pane.locator('.monaco-list-row').evaluateAll((elements) =>
      elements.map((element) => ({
        index: Number(element.getAttribute('data-index')),
        level: Number(element.getAttribute('aria-level')),
        label: element.getAttribute('aria-label') ?? '',
        text: element.textContent ?? '',
        state: element.getAttribute('aria-expanded'),
      })),
    );
    return rows
      .map(({ state, ...row }) => ({ ...row, expanded: state === null ? undefined : state === 'true' }))
      .sort((a, b) => a.index - b.index);
  }

  /** Waits until the rows are as wanted. @throws with what is drawn when they don't get so */
  async waitForRows(wanted: (rows: TreeRow[]) => boolean): Promise<TreeRow[]> {
    const deadline = Date.now() + patience;
    for (;;) {
      const rows = await this.rows();
      if (wanted(rows)) return rows;
      if (Date.now() > deadline) {
        throw new Error(`No rows as expected in ${patience / 1000} s:\n${outlineOf(rows)}`);
      }
      await this.#workbench.page.waitForTimeout(50);
    }
  }

  /** The row that is reached by these labels, each below the one before. A label is the beginning of what is spoken. */
  async find(...labels: string[]): Promise<TreeRow> {
    const rows = await this.waitForRows((drawn) => follow(drawn, labels) !== undefined);
    const row = follow(rows, labels);
    if (!row) throw new Error(`No row ${labels.join(' > ')}`);
    return row;
  }

  /** Its row on the page, as long as none above it opens or closes. */
  at({ index }: TreeRow): Locator {
    return this.#pane.locator(`.monaco-list-row[data-index="${index}"]`);
  }

  /** Opens or closes a row by its twistie, and waits until what is below it is drawn. */
  async toggle(...labels: string[]): Promise<void> {
    const found = await this.find(...labels);
    await this.at(found).locator('.monaco-tl-twistie').click();
    await this.waitForRows((rows) => {
      const row = follow(rows, labels);
      return row?.expanded === !found.expanded && isFilled(rows);
    });
  }

  /** Opens each of these rows in turn, below the one before. */
  async open(...labels: string[]): Promise<void> {
    for (let depth = 1; depth <= labels.length; depth++) {
      const way = labels.slice(0, depth);
      if (!(await this.find(...way)).expanded) await this.toggle(...way);
    }
  }

  /** Opens everything below a row that is wanted, a level at a time, by the mouse. @returns the row and all below it */
  async openAll(labels: string[], wanted: Wanted): Promise<TreeRow[]> {
    for (;;) {
      const below = await this.below(...labels);
      const closed = below.filter((row) => row.expanded === false && wanted(row));
      if (closed.length === 0) return below;
      // From the bottom, so that the others stay at their places.
      for (const row of closed.reverse()) await this.at(row).locator('.monaco-tl-twistie').click();
      await this.waitForRows(isFilled);
    }
  }

  /** The same by the keyboard alone, as someone goes who sees one line at a time. */
  async openAllByKeyboard(labels: string[], wanted: Wanted): Promise<TreeRow[]> {
    const first = await this.focusByKeyboard(...labels);
    const { keyboard } = this.#workbench.page;
    const seen: TreeRow[] = [];
    for (let row = first; seen.length === 0 || row.level > first.level;) {
      if (row.expanded === false && wanted(row)) {
        await keyboard.press('ArrowRight');
        const rows = await this.waitForRows(
          (drawn) => isFilled(drawn) && drawn[row.index]?.expanded === true,
        );
        seen.push(rows[row.index] ?? row);
      } else seen.push(row);
      await keyboard.press('ArrowDown');
      const next = await this.#focusedAfter(row);
      if (!next) break;
      row = next;
    }
    return seen;
  }

  /** Goes to a row without the mouse. */
  async focusByKeyboard(...labels: string[]): Promise<TreeRow> {
    const { index } = await this.find(...labels);
    const { keyboard } = this.#workbench.page;
    await this.#workbench.runCommand(`Redshift Identity: Focus on ${this.#title} View`);
    await this.#workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.#pane.locator('.monaco-list:focus-within').waitFor();
    await keyboard.press('Home');
    let row = await this.waitForFocus((focused) => focused.index === 0);
    while (row.index < index) {
      await keyboard.press('ArrowDown');
      const next = row.index + 1;
      row = await this.waitForFocus((focused) => focused.index === next);
    }
    return row;
  }

  /** The row that the keyboard works on. */
  async waitForFocus(wanted: (row: TreeRow) => boolean): Promise<TreeRow> {
    const deadline = Date.now() + patience;
    for (;;) {
      const row = await this.#focused();
      if (row && wanted(row)) return row;
      if (Date.now() > deadline) throw new Error(`The focus is on ${row?.label ?? 'no row'}.`);
      await this.#workbench.page.waitForTimeout(20);
    }
  }

  /** A row and all that is below it. */
  async below(...labels: string[]): Promise<TreeRow[]> {
    const row = await this.find(...labels);
    const rows = await this.rows();
    const end = rows.findIndex(({ index, level }) => index > row.index && level <= row.level);
    return rows.slice(
      rows.findIndex(({ index }) => index === row.index),
      end === -1 ? undefined : end,
    );
  }

  /** Opens the menu of a row with the right button of the mouse, and chooses an entry. */
  async chooseInMenu(row: TreeRow, entry: string): Promise<void> {
    const { page } = this.#workbench;
    const item = page.locator('.monaco-menu .action-item', { hasText: new RegExp(`^${entry}`) }).first();
    await this.#workbench.until(`The entry ${entry}`, async () => {
      // A tree that is drawn anew closes the menu of its line.
      await this.at(row).click({ button: 'right' });
      await item.waitFor({ timeout: 5000 }).catch(() => undefined);
      return (await item.isVisible()) || undefined;
    });
    // A menu takes no click in its first moment, and stays open.
    while (await item.isVisible()) {
      await item.click({ timeout: 2000 }).catch(() => undefined);
      await page.waitForTimeout(100);
    }
  }

  async #focused(): Promise<TreeRow | undefined> {
    const row = this.#pane.locator('.monaco-list-row.focused');
    if ((await row.count()) === 0) return undefined;
    const index = Number(await row.first().getAttribute('data-index'));
    return (await this.rows()).find((other) => other.index === index);
  }

  /** Undefined where the tree ends. */
  async #focusedAfter({ index }: TreeRow): Promise<TreeRow | undefined> {
    const last = (await this.rows()).at(-1)?.index;
    return index === last ? undefined : this.waitForFocus((row) => row.index === index + 1);
  }
}

/** Rows as text, each level two blanks further to the right than the top one. A tree that is being redrawn may begin anywhere. */
export function outlineOf(rows: readonly TreeRow[]): string {
  const top = Math.min(...rows.map(({ level }) => level));
  return rows.map(({ level, label }) => `${'  '.repeat(level - top)}${label}`).join('\n');
}

/** Every level has a line at least, so one that has none yet is being read. */
function isFilled(rows: readonly TreeRow[]): boolean {
  return rows.every((row, at) => row.expanded !== true || (rows[at + 1]?.level ?? 0) > row.level);
}

function follow(rows: readonly TreeRow[], labels: readonly string[]): TreeRow | undefined {
  let from = 0;
  let level = 0;
  let found: TreeRow | undefined;
  for (const label of labels) {
    const at = rows.findIndex(
      (row, index) => index >= from && row.level > level && row.label.startsWith(label),
    );
    const end = rows.findIndex((row, index) => index >= from && row.level <= level);
    if (at === -1 || (level > 0 && end !== -1 && end < at)) return undefined;
    found = rows[at];
    level = found?.level ?? level;
    from = at + 1;
  }
  return found;
}
