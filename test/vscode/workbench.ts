import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { inRepository } from './repository.ts';

/** Until a slow machine has drawn or run what was asked for; a failing test waits this long, a passing one doesn't. Milliseconds. */
const patience = 60_000;
const artifacts = inRepository('artifacts');

/** A VS Code window in a browser page, in the words of the person who uses it. */
export class Workbench {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(context: BrowserContext, url: string, folder: string): Promise<Workbench> {
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
    const workbench = new Workbench(page);
    await workbench.#drawn();
    return workbench;
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.#drawn();
  }

  async #drawn(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar-item').first().waitFor();
  }

  /** Runs a command by its title in the palette, category included. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.#quickInput();
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.page
      .locator('.quick-input-widget:visible .monaco-list-row', { hasText: title })
      .first()
      .waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Chooses an entry of the list that is open at the top of the window. */
  async pick(text: string): Promise<void> {
    await this.page
      .locator('.quick-input-widget:visible .monaco-list-row', { hasText: text })
      .first()
      .click();
  }

  /** Ticks an entry of a list that takes several, the first one to be ticked. */
  async tick(text: string): Promise<void> {
    const ticked = this.page.locator('.quick-input-count', { hasText: '1 Selected' });
    await this.#until(`A tick at “${text}”`, async () => {
      await this.pick(text);
      // A list that is still being opened takes no click.
      return ticked.waitFor({ timeout: 1000 }).then(
        () => true,
        () => undefined,
      );
    });
  }

  /** Waits until the list at the top of the window is as wanted. @returns its rows, as a screen reader says them */
  async waitForPick(wanted: (rows: string[]) => boolean): Promise<string[]> {
    const rows = this.page.locator('.quick-input-widget:visible .monaco-list-row');
    return this.#until('The list as expected', async () => {
      const labels = await rows.evaluateAll((drawn) =>
        drawn.map((row) => row.getAttribute('aria-label') ?? ''),
      );
      return labels.length > 0 && wanted(labels) ? labels : undefined;
    });
  }

  /** Writes into the box that is open at the top of the window. */
  async typeInQuickInput(text: string): Promise<void> {
    await this.#quickInput().fill(text);
  }

  /** Needs the permission to read the clipboard. */
  async waitForClipboard(text: string): Promise<void> {
    await this.page.waitForFunction(
      `navigator.clipboard.readText().then((text) => text === ${JSON.stringify(text)})`,
    );
  }

  /** The text of a Markdown preview, once it holds this. */
  async waitForPreview(text: string): Promise<string> {
    return this.#until(`A preview with “${text}”`, async () => {
      const texts = this.#outputFrames().map((frame) =>
        frame
          .locator('body')
          .innerText({ timeout: 1000 })
          .catch(() => ''),
      );
      return (await Promise.all(texts)).find((shown) => shown.includes(text));
    });
  }

  async #until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + patience;
    for (;;) {
      const value = await read();
      if (value !== undefined) return value;
      if (Date.now() > deadline) throw new Error(`${what} did not come in ${patience / 1000} s.`);
      await this.page.waitForTimeout(100);
    }
  }

  #quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input[type="text"]');
  }

  /** VS Code knows an extension by now: its icon stands at the side. */
  async waitForActivityBar(title: string): Promise<void> {
    await this.page.locator(`.activitybar .action-item a[aria-label^="${title}"]`).waitFor();
  }

  /** Opens a file of the explorer, in the editor that VS Code chooses for it. */
  async openFile(name: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
    if (!(await row.isVisible())) await this.runCommand('View: Show Explorer');
    await row.dblclick();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** The extension's items in the status bar hold this text. */
  async waitForStatus(text: string | RegExp): Promise<void> {
    await this.page.locator('.statusbar-item', { hasText: text }).first().waitFor();
  }

  /** A screen reader says this of an item in the status bar. */
  async waitForSpokenStatus(label: string): Promise<void> {
    await this.page.locator(`.statusbar-item[aria-label="${label}"]`).waitFor();
  }

  async waitForStatusIcon(name: string): Promise<void> {
    await this.page.locator(`.statusbar-item[id$="redshiftIdentity.target"] .codicon-${name}`).waitFor();
  }

  /** Shows the tooltip of something, and gives its text once it holds this. */
  async hoverText(what: Locator, text: string): Promise<string> {
    await what.hover();
    const hover = this.page.locator('.monaco-hover:visible, .workbench-hover:visible', { hasText: text });
    return hover.first().innerText();
  }

  /** What a screen reader says of the language status, shown while a cell is edited. */
  async waitForLanguageStatus(text: string): Promise<void> {
    await this.page.locator(`[id="status.languageStatus"][aria-label*="${text}"]`).waitFor();
  }

  async waitForNoLanguageStatus(text: string): Promise<void> {
    const item = this.page.locator(`[id="status.languageStatus"][aria-label*="${text}"]`);
    await item.waitFor({ state: 'hidden' });
  }

  /** Opens the language status, and reads its lines from the top. */
  async languageStatusLines(): Promise<string[]> {
    await this.page.locator('[id="status.languageStatus"]').click();
    const lines = this.page.locator('.hover-language-status .element');
    await lines.first().waitFor();
    return lines.allTextContents();
  }

  async pressStatus(text: string): Promise<void> {
    await this.page.locator('.statusbar-item', { hasText: text }).first().click();
  }

  async statusTexts(): Promise<string[]> {
    return (await this.page.locator('.statusbar-item:visible').allInnerTexts()).filter(
      (text) => text.trim() !== '',
    );
  }

  /** Presses a button of a dialog in the middle of the window. */
  async answerDialog(button: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box .monaco-button', { hasText: button }).first().click();
  }

  /** Presses a button of the notification with this text. */
  async pressInNotification(text: string, button: string): Promise<void> {
    const toast = this.page.locator('.notification-toast', { hasText: text });
    await toast.locator('.monaco-button', { hasText: button }).click();
  }

  async waitForNotification(text: string): Promise<void> {
    await this.page.locator('.notification-toast', { hasText: text }).waitFor();
  }

  async waitForEditorGroups(count: number): Promise<void> {
    await this.page
      .locator('.editor-group-container')
      .nth(count - 1)
      .waitFor();
  }

  /** Brings an open editor to the front. */
  async showTab(name: string): Promise<void> {
    await this.page.locator('.tab', { hasText: name }).first().click();
  }

  /** Opens a view container by its icon at the side. */
  async openView(title: string): Promise<void> {
    await this.page.locator(`.activitybar .action-item a[aria-label^="${title}"]`).click();
  }

  /** Closes a view to its head, so that others of its container have the room. */
  async closeView(title: string): Promise<void> {
    // The files' own view says its folder besides.
    const head = this.page.locator(`.pane-header[aria-label="${title} Section"]`);
    await head.click();
    await head.and(this.page.locator('[aria-expanded="false"]')).waitFor();
  }

  /** Presses a button of a view that has nothing else to show. */
  async pressInWelcomeView(button: string): Promise<void> {
    await this.page.locator('.welcome-view .monaco-button', { hasText: button }).first().click();
  }

  /** The notebook in front has drawn its code cells. Those in Markdown are drawn elsewhere. */
  async waitForCells(): Promise<void> {
    await this.cell(0).waitFor();
  }

  /** Runs a code cell, by its place among the code cells in view. */
  async runCell(index: number): Promise<void> {
    await this.#pressBeside(index, 'Execute');
  }

  async #pressBeside(index: number, label: string): Promise<void> {
    const cell = this.cell(index);
    const button = cell.locator(`.run-button-container .action-label[aria-label^="${label}"]`).first();
    await this.#until(`The button “${label}” of cell ${index}`, async () => {
      await cell.scrollIntoViewIfNeeded();
      await cell.hover();
      // Outputs that are still being drawn move the cell away from the mouse, and its button goes.
      return button.click({ timeout: 1000 }).then(
        () => true,
        () => undefined,
      );
    });
  }

  /** A code cell has run to a good end, as the window's n-th run. */
  async waitForRun(index: number, order: number): Promise<void> {
    const cell = this.cell(index).filter({ hasText: `[${order}]` });
    await cell.locator('.codicon-notebook-state-success').first().waitFor();
  }

  /** Interrupts a code cell that runs. */
  async stopCell(index: number): Promise<void> {
    await this.#pressBeside(index, 'Stop');
  }

  cell(index: number): Locator {
    return this.page.locator('.notebookOverlay:visible .monaco-list-row.code-cell-row').nth(index);
  }

  /** Puts the cursor into a code cell. */
  async editCell(index: number): Promise<void> {
    await this.cell(index).locator('.view-lines').click();
  }

  async runAllCells(): Promise<void> {
    await this.runCommand('Notebook: Run All');
  }

  /** Cell texts of every result table that is drawn now, row by row, without heads and row numbers. */
  async resultTables(): Promise<string[][][]> {
    return (await Promise.all(this.#outputFrames().map((frame) => tablesOf(frame)))).flat();
  }

  /** Waits until the result tables are as wanted. @throws with what is drawn when they don't get so */
  async waitForTables(wanted: (tables: string[][][]) => boolean): Promise<string[][][]> {
    const deadline = Date.now() + patience;
    for (;;) {
      const tables = await this.resultTables();
      if (wanted(tables)) return tables;
      if (Date.now() > deadline) {
        throw new Error(
          `No tables as expected in ${patience / 1000} s: ${JSON.stringify(tables).slice(0, 2000)}`,
        );
      }
      await this.page.waitForTimeout(200);
    }
  }

  /** Waits until an output of the notebook in front, or what is said of it, holds this text. */
  async waitForOutput(text: string): Promise<void> {
    await this.#until(`An output with “${text}”`, async () => {
      const frames = this.#outputFrames().map((frame) => frame.getByText(text).first().isVisible());
      // An error's words are drawn by VS Code itself.
      const drawn = await Promise.all(frames.map((frame) => frame.catch(() => false)));
      return drawn.includes(true) ? true : undefined;
    });
  }

  /** Presses the first button with this text in an output. */
  async pressInOutput(text: string): Promise<void> {
    const button = await this.#until(`A button “${text}”`, async () => {
      for (const frame of this.#outputFrames()) {
        const found = frame.getByRole('button', { name: text }).first();
        if (await found.isVisible().catch(() => false)) return found;
      }
      return undefined;
    });
    await button.click();
  }

  /** The first part of an output that matches, once it shows. */
  async outputPart(selector: string): Promise<Locator> {
    return this.#until(`An output with ${selector}`, async () => {
      for (const frame of this.#outputFrames()) {
        const part = frame.locator(selector).first();
        if (await part.isVisible().catch(() => false)) return part;
      }
      return undefined;
    });
  }

  /** A notebook draws its outputs in a frame inside a frame. */
  #outputFrames(): Frame[] {
    return this.page.frames().filter((frame) => frame.url().includes('fake.html'));
  }

  /** The window is drawn in a dark or a light theme by now. */
  async waitForTheme(kind: 'dark' | 'light'): Promise<void> {
    await this.page.locator(`.monaco-workbench.vs${kind === 'dark' ? '-dark' : ':not(.vs-dark)'}`).waitFor();
  }

  /** Does something in the theme that is shown, and once more in the other one; then goes back. */
  async inBothThemes(work: (theme: 'dark' | 'light') => Promise<void>): Promise<void> {
    const dark = await this.page.locator('.monaco-workbench.vs-dark').isVisible();
    const themes = dark ? (['dark', 'light'] as const) : (['light', 'dark'] as const);
    for (const theme of themes) {
      await this.waitForTheme(theme);
      await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await work(theme);
      await this.runCommand('Preferences: Toggle between Light/Dark Themes');
    }
    await this.waitForTheme(themes[0]);
  }

  /** A picture among the build artefacts, named `<test>-<theme>.png` or the like. */
  async screenshot(name: string): Promise<void> {
    await mkdir(artifacts, { recursive: true });
    await this.page.screenshot({ path: path.join(artifacts, `${name}.png`) });
  }
}

/** A frame that is being replaced draws nothing. */
/** Values of the rows that are drawn: of a grid, those in sight. */
async function tablesOf(frame: Frame): Promise<string[][][]> {
  const read = frame.locator('table, [role="grid"]').evaluateAll((tables) =>
    tables.map((table) =>
      [...table.querySelectorAll('tbody tr, [role="row"]')]
        .filter((row) => row.checkVisibility())
        .map((row) =>
          [...row.querySelectorAll('td, [role="gridcell"]')].map((cell) => cell.textContent ?? ''),
        )
        .filter((cells) => cells.length > 0),
    ),
  );
  return read.catch(() => []);
}
