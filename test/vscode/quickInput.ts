import type { Locator, Page } from 'playwright-core';
import { happened, soon, until } from './patience.ts';

/** Commands, and the lists and boxes at the top of a VS Code window. */
export class QuickInput {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Runs a command by its title in the palette, category included. Resolves when the palette is gone. */
  async runCommand(title: string): Promise<void> {
    const input = this.quickInput;
    const exactly = `[aria-label="${title}"], [aria-label^="${title},"]`;
    const row = this.page
      .locator('.quick-input-widget:visible .monaco-list-row')
      .and(this.page.locator(exactly));
    await this.until(`The command “${title}”`, async () => {
      await this.page.keyboard.press('F1');
      // A window that is still being drawn takes no key, and a box that is just closing no text.
      const typed = input.fill(`>${title}`, soon).then(() => row.waitFor({ timeout: 5000 }));
      if ((await happened(typed)) && (await this.#focus(row))) return true;
      // The list that is open lacks what has become possible since.
      await this.page.keyboard.press('Escape');
      return undefined;
    });
    await this.page.keyboard.press('Enter');
    // What is typed next is meant for the box that the command opens.
    await this.until(`An end of the palette after “${title}”`, async () => {
      if (!(await input.isVisible())) return true;
      return (await input.inputValue(soon).catch(() => '>')).startsWith('>') ? undefined : true;
    });
  }

  /** Goes down to a row of the list: one with a name much like its may come before it. False where the list lacks it. */
  async #focus(row: Locator): Promise<boolean> {
    const focused = row.and(this.page.locator('.focused'));
    for (let below = 0; below < 10; below++) {
      // The list of what was typed before may be there still.
      await this.page.waitForTimeout(100);
      if (await focused.isVisible()) return true;
      await this.page.keyboard.press('ArrowDown');
    }
    return false;
  }

  /** Chooses an entry of the list that is open at the top of the window. */
  async pick(text: string): Promise<void> {
    const row = this.#pickRow(text);
    await row.waitFor();
    await this.until(`The choice of “${text}”`, async () => {
      // A list that is still being opened takes no click, and one that took it is gone.
      await row.click(soon).catch(() => undefined);
      return happened(row.waitFor({ state: 'hidden', ...soon }));
    });
  }

  #pickRow(text: string): Locator {
    return this.page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: text }).first();
  }

  /** Ticks an entry of a list that takes several, the first one to be ticked. */
  async tick(text: string): Promise<void> {
    const ticked = this.page.locator('.quick-input-count', { hasText: '1 Selected' });
    await this.until(`A tick at “${text}”`, async () => {
      await this.#pickRow(text).click();
      // A list that is still being opened takes no click.
      return happened(ticked.waitFor(soon));
    });
  }

  /** Waits until the list at the top of the window is as wanted. @returns its rows, as a screen reader says them */
  async waitForPick(wanted: (rows: string[]) => boolean): Promise<string[]> {
    const rows = this.page.locator('.quick-input-widget:visible .monaco-list-row');
    return this.until('The list as expected', async () => {
      const labels = await rows.evaluateAll((drawn) =>
        drawn.map((row) => row.getAttribute('aria-label') ?? ''),
      );
      return labels.length > 0 && wanted(labels) ? labels : undefined;
    });
  }

  /** Writes into the box that is open at the top of the window. */
  async typeInQuickInput(text: string): Promise<void> {
    await this.quickInput.fill(text);
  }

  /** Waits until the box that is open at the top of the window holds a text as wanted. */
  async waitForQuickInput(wanted: (text: string) => boolean): Promise<void> {
    await this.until('The text in the box', async () => {
      const text = await this.quickInput.inputValue(soon).catch(() => '');
      return wanted(text) || undefined;
    });
  }

  /** The box that is open at the top of the window. */
  protected get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input[type="text"]');
  }

  /** Reads, or presses, again and again until that gives something. @param what for the error */
  until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
    return until(what, read);
  }
}
