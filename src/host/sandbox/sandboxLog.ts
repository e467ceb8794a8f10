import * as vscode from 'vscode';
import type { RequestLogEntry } from '../../protocol/requestLog.ts';

/** The sandbox's request log in an output channel: who called what, on whose behalf, with what result. */
export class SandboxLog implements vscode.Disposable {
  #channel: vscode.OutputChannel | undefined;
  #shown = { endpoint: '', sequence: 0 };

  /** Adds what is new since the last time and shows the channel. */
  async show(endpoint: string): Promise<void> {
    this.#channel ??= vscode.window.createOutputChannel('Redshift Identity Sandbox');
    if (this.#shown.endpoint !== endpoint) {
      this.#channel.clear();
      this.#channel.appendLine(`Requests to the sandbox at ${endpoint}`);
      this.#shown = { endpoint, sequence: 0 };
    }
    const response = await fetch(`${endpoint}/sandbox/requests?after=${this.#shown.sequence}`);
    for (const line of (await response.text()).split('\n').filter(Boolean)) {
      const entry = JSON.parse(line) as RequestLogEntry;
      this.#channel.appendLine(formatEntry(entry));
      this.#shown.sequence = entry.sequence;
    }
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel?.dispose();
  }
}

function formatEntry({
  time,
  service,
  operation,
  region,
  principal,
  onBehalfOf,
  result,
}: RequestLogEntry): string {
  const what = `${service} ${operation}`.padEnd(36);
  const where = region.padEnd(10);
  // Account and Region are clear from the rest; role and session are what tells callers apart.
  const caller = principal.replace(/^.*:assumed-role\//, '');
  const who = [caller, onBehalfOf && `for ${onBehalfOf}`].filter(Boolean).join(' ');
  return `${time.slice(11, 23)}  ${result.padEnd(8)}  ${what}  ${where}  ${who}`;
}
