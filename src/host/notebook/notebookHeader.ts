import * as vscode from 'vscode';
import { RedshiftIdentityError } from '../../core/errors.ts';
import type { NotebookMetadata } from '../../core/notebook/plainNotebook.ts';
import { setHeader, type RsqlHeaderValues } from '../../core/notebook/rsqlHeader.ts';
import type { Warehouse } from '../../core/identity/profile.ts';

/** What a notebook's own header says about where it runs, and with which parameters; absent parts come from the window. */
export interface NotebookHeader {
  readonly profile?: string;
  readonly region?: string;
  readonly warehouse?: Pick<Warehouse, 'kind' | 'name'>;
  readonly database?: string;
  /** Values of `:name` by name. */
  readonly parameters?: Readonly<Record<string, string>>;
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
 * Writes values into a notebook's header, and makes one where there is none; everything else of the file stays as it is.
 * @throws RedshiftIdentityError where the editor refuses the change; RsqlFormatError where the header can't be read
 */
export async function changeHeader(
  notebook: vscode.NotebookDocument,
  values: RsqlHeaderValues,
): Promise<void> {
  const changed = setHeader(metadataOf(notebook), values);
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.updateNotebookMetadata({ ...changed })]);
  if (await vscode.workspace.applyEdit(edit)) return;
  throw new RedshiftIdentityError('The notebook’s header could not be changed.', {
    code: 'HeaderNotChanged',
    remedy: 'Save the notebook under a name of your own if it is read-only, or choose the window’s default.',
  });
}

/** As the serializer left it; a notebook made by somebody else may have none. */
function metadataOf(notebook: vscode.NotebookDocument): NotebookMetadata {
  const { preamble = '', eol = '\n', ...rest }: Partial<NotebookMetadata> = notebook.metadata;
  return { preamble, eol, ...rest };
}
