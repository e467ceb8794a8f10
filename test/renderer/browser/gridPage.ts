import { build } from 'esbuild';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { RowSource } from '../../../src/core/redshift/results/contract.ts';
import { resultPayload } from '../../../src/core/redshift/results/resultPayload.ts';
import { previewRows, resultMimeType, type ResultPayload } from '../../../src/protocol/resultPayload.ts';
import { launchBrowser, type Browser } from '../../vscode/browser.ts';
import { inRepository } from '../../vscode/repository.ts';
import { saleRows } from './generatedResult.ts';
import { openHostSide, statementId, type HostSide } from './hostSide.ts';
import { themes, themeVariables, type ThemeName } from './themes.ts';

export interface GridPageOptions {
  readonly theme?: ThemeName;
  /** A million sales, where neither this nor `payload` says what is drawn. */
  readonly result?: RowSource;
  /** Members that the output is to have besides, or instead of, what the result gives. */
  readonly payload?: Partial<ResultPayload>;
  /** What answers about `result`, where it is not what the extension has for it. `null`: there is nobody to ask. */
  readonly host?: HostSide | null;
  /** Module with the renderer's `activate`, from the repository's top. */
  readonly entry?: string;
  /** As an installed extension's bundle is. */
  readonly minify?: boolean;
  /** One that is open already; it stays open. */
  readonly browser?: Browser;
  readonly width?: number;
  readonly height?: number;
  readonly forcedColors?: boolean;
  readonly reducedMotion?: boolean;
  /** False: nothing is drawn before `draw` is called. */
  readonly drawn?: boolean;
}

/** A page like the webview that a notebook draws its outputs in, with the renderer in it. */
export interface GridPage {
  readonly page: Page;
  /** What answers the renderer. */
  readonly host: HostSide | null;
  /** What the renderer sent, in order. */
  readonly sent: unknown[];
  /** What the page complained about: errors, broken rules of its policy, requests to elsewhere. */
  readonly complaints: string[];
  /** Keys that the renderer left to VS Code. */
  keysLeft(): Promise<string[]>;
  /** Hands an output to the renderer; the same ID draws it anew. */
  draw(payload: unknown, id?: string, mimeType?: string): Promise<void>;
  /** As if the extension host had sent it. */
  deliver(message: unknown): Promise<void>;
  close(): Promise<void>;
}

const origin = 'http://webview.test';

/** Opens the renderer on a result, in a browser of its own or in the one that is given. */
export async function openGridPage(options: GridPageOptions = {}): Promise<GridPage> {
  const { theme = 'dark', width = 1000, height = 700 } = options;
  const files = await builtRenderer(options.entry ?? 'src/renderer/index.ts', options.minify ?? false);
  const complaints: string[] = [];
  const source = options.result ?? (await saleRows());
  const onError = (error: unknown): unknown => complaints.push(`host: ${String(error)}`);
  const host = options.host === undefined ? openHostSide(source, { onError }) : options.host;
  const browser = options.browser ?? (await launchBrowser());
  const page = await browser.context.newPage();
  const sent: unknown[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  await page.setViewportSize({ width, height });
  await page.emulateMedia({
    colorScheme: themes[theme].scheme,
    forcedColors: options.forcedColors ? 'active' : 'none',
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
  });
  await page.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    const file = url.origin === origin ? url.pathname.slice(1) : undefined;
    if (file === '') return route.fulfill({ contentType: 'text/html', body: pageText(theme, options) });
    const contents = file === undefined ? undefined : files.get(file);
    if (contents !== undefined) return route.fulfill({ contentType: 'text/javascript', body: contents });
    complaints.push(`asked for ${url.href}`);
    return route.abort();
  });
  const deliver = (message: unknown): Promise<void> =>
    page.evaluate(
      (text) => (window as unknown as PageSide).deliver(JSON.parse(text)),
      JSON.stringify(message),
    );
  await page.exposeFunction('sendToHost', (text: string) => {
    const message: unknown = JSON.parse(text);
    sent.push(message);
    // A page that was closed has no use for an answer.
    host?.hear(message, (answer) => void deliver(answer).catch(() => {})).catch(onError);
  });
  const draw: GridPage['draw'] = (payload, id = 'output', mimeType = resultMimeType) =>
    page.evaluate(
      ([text, outputId, mime]) => (window as unknown as PageSide).draw(JSON.parse(text), outputId, mime),
      [JSON.stringify(payload), id, mimeType] as const,
    );
  await page.goto(`${origin}/`);
  await page.evaluate((messaging) => (window as unknown as PageSide).start(messaging), host !== null);
  if (options.drawn !== false) {
    const payload = await payloadOf(source, host?.resultId);
    await draw({ ...payload, ...options.payload });
  }
  return {
    page,
    host,
    sent,
    complaints,
    keysLeft: () => page.evaluate(() => (window as unknown as PageSide).keysLeft),
    draw,
    deliver,
    async close() {
      await page.close();
      if (!options.browser) await browser.close();
    },
  };
}

/** What an output holds of a result. @param resultId absent: nobody can be asked for more */
export async function payloadOf(source: RowSource, resultId?: string): Promise<ResultPayload> {
  const { columns, totalRows } = source;
  const rows = await source.rows(0, previewRows);
  const origin = { region: 'us-east-1', warehouse: 'redshift-tip-enabled', database: 'dev' };
  const finished = {
    statementId,
    durationMs: 1234.5,
    rowCount: totalRows,
    hasResultSet: true,
    resultBytes: totalRows * 80,
  };
  return resultPayload({ ...origin, account: 'ming@example.com' }, finished, {
    columns,
    rows,
    totalRows,
    ...(resultId !== undefined && { resultId }),
  });
}

/** What the page itself offers to the code above. */
interface PageSide {
  start(messaging: boolean): Promise<void>;
  draw(payload: unknown, id: string, mime: string): void;
  deliver(message: unknown): void;
  keysLeft: string[];
}

const pageScript = `
const listeners = [];
let renderer;
window.keysLeft = [];
window.addEventListener('keydown', (event) => window.keysLeft.push(event.key));
window.deliver = (message) => listeners.forEach((listener) => listener(message));
window.start = async (messaging) => {
  const { activate } = await import('/entry.js');
  renderer = await activate(messaging ? {
    workspace: { isTrusted: true },
    postMessage: (message) => void window.sendToHost(JSON.stringify(message)),
    onDidReceiveMessage: (listener) => { listeners.push(listener); return { dispose() {} }; },
  } : { workspace: { isTrusted: true } });
};
window.draw = (payload, id, mime) => {
  let output = document.getElementById(id);
  if (!output) {
    output = document.createElement('div');
    output.id = id;
    output.className = 'output';
    document.querySelector('.output_container').append(output);
  }
  renderer.renderOutputItem({ id, mime, json: () => payload }, output);
};
`;

/** A webview's own rules, but stricter: no script is made from text. The page is longer than the window, as a notebook is. */
function pageText(theme: ThemeName, { reducedMotion }: GridPageOptions): string {
  const { kind, classes } = themes[theme];
  const body = [...classes, ...(reducedMotion ? ['vscode-reduce-motion'] : [])].join(' ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Notebook</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data: blob:; font-src 'none'; connect-src 'none'">
<style>
:root { ${themeVariables(theme)} }
@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body { overscroll-behavior-x: none; background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
  a, a code { color: var(--vscode-textLink-foreground); }
  a:focus, input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
}
html { background: var(--vscode-editor-background); }
.output { box-sizing: border-box; padding: 8px 8px 8px 8px; font-size: 14px; }
.after { height: 100vh; }
</style>
</head>
<body class="${body}" data-vscode-theme-kind="${kind}">
<div id="container"><div class="cell_container"><div class="output_container"></div></div></div>
<div class="after"></div>
<script type="module" src="/page.js"></script>
</body>
</html>`;
}

const builds = new Map<string, Promise<ReadonlyMap<string, Buffer>>>();

/** The renderer and its chunks as esbuild.mjs makes them, by name; built once in a process. */
function builtRenderer(entry: string, minify: boolean): Promise<ReadonlyMap<string, Buffer>> {
  const key = `${entry} ${minify}`;
  const known = builds.get(key) ?? buildRenderer(entry, minify);
  builds.set(key, known);
  return known;
}

async function buildRenderer(entry: string, minify: boolean): Promise<ReadonlyMap<string, Buffer>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-renderer-'));
  try {
    const { outputs = {} } = (
      await build({
        absWorkingDir: inRepository(),
        entryPoints: { entry: inRepository(entry) },
        outdir: folder,
        bundle: true,
        splitting: true,
        format: 'esm',
        platform: 'browser',
        target: 'es2022',
        chunkNames: 'chunks/[name]-[hash]',
        minify,
        metafile: true,
        logLevel: 'silent',
      })
    ).metafile;
    const files = new Map([['page.js', Buffer.from(pageScript)]]);
    for (const output of Object.keys(outputs)) {
      const file = path.resolve(inRepository(), output);
      files.set(path.relative(folder, file).split(path.sep).join('/'), await readFile(file));
    }
    return files;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
