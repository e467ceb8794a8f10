import * as vscode from 'vscode';

/** The output channel. Statement IDs, hops and codes go in; tokens, credentials and SQL never do. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Redshift Identity', { log: true });
}
