import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { ResultWorker } from '../../../node/resultWorker/resultWorker.ts';

/** Where work on whole results is done. Its thread starts with the first task. */
export function openResultWorker(extensionUri: vscode.Uri): ResultWorker {
  const { fsPath } = vscode.Uri.joinPath(extensionUri, 'dist', 'resultWorker.js');
  return new ResultWorker(pathToFileURL(fsPath));
}
