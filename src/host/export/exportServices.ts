import type * as vscode from 'vscode';
import type { Results } from '../notebook/results/results.ts';

export interface ExportServices {
  readonly context: Pick<
    vscode.ExtensionContext,
    'extensionUri' | 'globalState' | 'globalStorageUri' | 'subscriptions'
  >;
  readonly results: Pick<Results, 'of'>;
  readonly log: vscode.LogOutputChannel;
}
