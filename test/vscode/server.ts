import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { installVsCode } from './install.ts';
import { startLocalPages } from './localPages.ts';
import { runOrThrow, startGroup, stopGroup } from './processes.ts';

export interface VsCodeServerOptions {
  /** Folder that holds all that this server keeps: user data, extensions, log. */
  stateFolder: string;
  /** A packaged extension to install first. */
  vsix?: string;
  /** Written as user settings and as machine settings: machine-scoped ones are read there in a server. */
  settings?: Record<string, unknown>;
  extraArgs?: readonly string[];
  /** Reaches the extension host. */
  env?: Record<string, string>;
}

export interface VsCodeServer {
  /** `http://127.0.0.1:<port>` */
  url: string;
  port: number;
  userDataFolder: string;
  /** All that the server printed. */
  logFile: string;
  stop(): Promise<void>;
}

/** Without these, Welcome and Chat cover the window of a new profile. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'git.enabled': false,
};

/** Starts VS Code's server edition on a free port of 127.0.0.1. @throws when it doesn't answer within a minute */
export async function startVsCodeServer(options: VsCodeServerOptions): Promise<VsCodeServer> {
  const { node, entry } = await installVsCode();
  const state = options.stateFolder;
  const userDataFolder = path.join(state, 'user-data');
  const folders = ['--user-data-dir', userDataFolder, '--extensions-dir', path.join(state, 'extensions')];
  const pages = await startLocalPages();
  const env = serverEnvironment(state, { VSCODE_PROXY_URI: pages.template, ...options.env });
  const settings = JSON.stringify({ ...quietSettings, ...options.settings }, undefined, 2);
  for (const kind of ['User', 'Machine']) {
    await mkdir(path.join(userDataFolder, kind), { recursive: true });
    await writeFile(path.join(userDataFolder, kind, 'settings.json'), settings);
  }
  await writeFile(path.join(state, 'config.yaml'), '');
  const config = ['--config', path.join(state, 'config.yaml')];
  if (options.vsix !== undefined) {
    await runOrThrow(node, [entry, ...config, ...folders, '--install-extension', options.vsix], { env });
  }

  const port = await freePort();
  const logFile = path.join(state, 'server.log');
  const log = createWriteStream(logFile);
  const child = startGroup(
    node,
    [
      entry,
      ...config,
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
      ...folders,
      ...(options.extraArgs ?? []),
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  const stop = async () => {
    pages.stop();
    await stopGroup(child);
  };
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  while (!(await answers(`${url}/healthz`))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`VS Code's server doesn't answer on ${url}; what it said is in ${logFile}`);
    }
    await delay(100);
  }
  return { url, port, userDataFolder, logFile, stop };
}

/** Nothing of the machine's own VS Code, nor of a terminal inside one, may reach the server. */
function serverEnvironment(state: string, extra: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE|CODE_SERVER|ELECTRON)_/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    XDG_CONFIG_HOME: path.join(state, 'xdg-config'),
    XDG_DATA_HOME: path.join(state, 'xdg-data'),
    // No marketplace: what is tried here is this extension, and nothing goes out to the network.
    EXTENSIONS_GALLERY: '{}',
    ...extra,
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
