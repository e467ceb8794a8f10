import type * as vscode from 'vscode';
import type { Warehouse } from '../../core/identity/profile.ts';

/** What a notebook's own header says about where it runs; absent parts come from the window. */
export interface NotebookHeader {
  readonly profile?: string;
  readonly region?: string;
  readonly warehouse?: Pick<Warehouse, 'kind' | 'name'>;
  readonly database?: string;
}
