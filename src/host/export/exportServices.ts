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

/** A query to UNLOAD, by a place in it. */
export interface UnloadArguments {
  /** URI of its cell's document. */
  readonly document: string;
  /** Offset in it, in UTF-16 units. */
  readonly at: number;
  /** `s3://bucket/prefix/`; asked for where it is not given. */
  readonly to?: string;
}
