import * as vscode from 'vscode';
import type { NotebookMetadata } from '../../core/notebook/plainNotebook.ts';
import { setHeader, type RsqlHeaderValues } from '../../core/notebook/rsqlHeader.ts';
import type { Warehouse } from '../../core/identity/profile.ts';

/** What a notebook's own header says about where it runs; absent parts come from the window. */
export interface NotebookHeader {
  readonly profile?: string;
  readonly region?: string;
  readonly warehouse?: Pick<Warehouse, 'kind' | 'name'>;
  readonly database?: string;
  readonly problem?: string;
}

export function headerOf(notebook: vscode.NotebookDocument): NotebookHeader {
  const { workgroup, cluster, ...header } = metadataOf(notebook).header ?? {};
  const warehouse: NotebookHeader['warehouse'] = workgroup
    ? { kind: 'workgroup', name: workgroup }
    : cluster
      ? { kind: 'cluster', name: cluster }
      : undefined;
  return { ...header, ...(warehouse ? { warehouse } : {}) };
}

/**
 * Changes the header of a notebook that has one of these values already; other lines of it stay as they are.
 * @returns false where the header says nothing of the kind: then the window's choice is what to change
 */
export async function changeHeader(
  notebook: vscode.NotebookDocument,
  values: RsqlHeaderValues,
): Promise<boolean> {
  const metadata = metadataOf(notebook);
  const { header } = metadata;
  if (!header || !(header.region ?? header.workgroup ?? header.cluster)) return false;
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.updateNotebookMetadata({ ...setHeader(metadata, values) })]);
  return vscode.workspace.applyEdit(edit);
}

/** As the serializer left it; a notebook made by somebody else may have none. */
function metadataOf(notebook: vscode.NotebookDocument): NotebookMetadata {
  const { preamble = '', eol = '\n', ...rest }: Partial<NotebookMetadata> = notebook.metadata;
  return { preamble, eol, ...rest };
}
