import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Frame, Locator } from 'playwright-core';
import { happened, patience, soon } from './patience.ts';
import { QuickInput } from './quickInput.ts';
import { inRepository } from './repository.ts';

const artifacts = inRepository('artifacts');

/** A VS Code window in a browser page, in the words of the person who uses it. */
export class Workbench extends QuickInput {
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

  /** Needs the permission to read the clipboard. */
  async waitForClipboard(text: string): Promise<void> {
    await this.page.waitForFunction(
      `navigator.clipboard.readText().then((text) => text === ${JSON.stringify(text)})`,
    );
  }

  /** The text of a Markdown preview, once it holds this. */
  async waitForPreview(text: string): Promise<string> {
    return this.until(`A preview with “${text}”`, async () => {
      const texts = this.#outputFrames().map((frame) =>
        frame
          .locator('body')
          .innerText({ timeout: 1000 })
          .catch(() => ''),
      );
      return (await Promise.all(texts)).find((shown) => shown.includes(text));
    });
  }

  /** VS Code knows an extension by now: its icon stands at the side. */
  async waitForActivityBar(title: string): Promise<void> {
    await this.page.locator(`.activitybar .action-item a[aria-label^="${title}"]`).waitFor();
  }

  /** Opens a file of the explorer, in the editor that VS Code chooses for it. */
  async openFile(name: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
    // Behind the page of a sign-in that just closed, nothing is drawn, and what isn't drawn can't be pressed.
    await this.page.bringToFront();
    if (!(await row.isVisible())) await this.runCommand('View: Show Explorer');
    const tab = this.page.locator('.tab.active', { hasText: name });
    await this.until(`The file ${name}`, async () => {
      // Rows move while the explorer is being drawn.
      await row.dblclick(soon).catch(() => undefined);
      return happened(tab.waitFor({ timeout: 5000 }));
    });
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
    const hover = this.page.locator('.monaco-hover:visible, .workbench-hover:visible', { hasText: text });
    return this.until(`A tooltip with “${text}”`, async () => {
      await happened(what.hover(soon));
      // What is drawn anew beneath the pointer has none until the pointer comes again.
      const shown = await hover
        .first()
        .innerText(soon)
        .catch(() => undefined);
      if (shown === undefined) await this.page.mouse.move(0, 0);
      return shown;
    });
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

  /** Presses an item in the status bar that opens a list. */
  async pressStatus(text: string): Promise<void> {
    await this.until(`The list of “${text}”`, async () => {
      await this.page.locator('.statusbar-item', { hasText: text }).first().click();
      return happened(this.quickInput.waitFor({ timeout: 5000 }));
    });
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

  /** Opens a view container by its icon at the side, which would close it again. */
  async openView(title: string): Promise<void> {
    const icon = this.page.locator(`.activitybar .action-item a[aria-label^="${title}"]`);
    const shown = this.page.locator(`.activitybar .action-item.checked a[aria-label^="${title}"]`);
    await this.until(`The view ${title}`, async () => {
      if (!(await shown.isVisible())) await icon.click();
      return happened(shown.waitFor({ timeout: 5000 }));
    });
  }

  /** Closes a view to its head, so that others of its container have the room. */
  async closeView(title: string): Promise<void> {
    // The files' own view says its folder besides.
    const head = this.page.locator(`.pane-header[aria-label="${title} Section"]`);
    const closed = head.and(this.page.locator('[aria-expanded="false"]'));
    await this.until(`The end of the view ${title}`, async () => {
      if (!(await closed.isVisible())) await head.click();
      return happened(closed.waitFor({ timeout: 5000 }));
    });
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
    await this.pressOn(this.cell(index), `.run-button-container .action-label[aria-label^="${label}"]`);
  }

  /** Presses a button that shows while the pointer is on what it belongs to. */
  async pressOn(what: Locator, button: string): Promise<void> {
    await this.until(`The button ${button}`, async () => {
      // What is drawn anew, or moved by what is drawn above it, loses its button until the pointer comes again.
      const coming = what.scrollIntoViewIfNeeded(soon).then(() => what.hover(soon));
      if (await happened(coming.then(() => what.locator(button).first().click({ timeout: 3000 }))))
        return true;
      await this.page.mouse.move(0, 0);
      return undefined;
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
    await this.until(`An output with “${text}”`, async () => {
      const frames = this.#outputFrames().map((frame) => frame.getByText(text).first().isVisible());
      // An error's words are drawn by VS Code itself.
      const drawn = await Promise.all(frames.map((frame) => frame.catch(() => false)));
      return drawn.includes(true) ? true : undefined;
    });
  }

  /** Presses the first button with this text in an output. */
  async pressInOutput(text: string): Promise<void> {
    await this.until(`A button “${text}”`, async () => {
      for (const frame of this.#outputFrames()) {
        const found = frame.getByRole('button', { name: text }).first();
        // Its frame may be replaced meanwhile.
        if ((await found.isVisible().catch(() => false)) && (await happened(found.click(soon)))) return true;
      }
      return undefined;
    });
  }

  /** The first part of an output that matches, once it shows. */
  async outputPart(selector: string): Promise<Locator> {
    return this.until(`An output with ${selector}`, async () => {
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
