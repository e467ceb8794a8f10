import * as vscode from 'vscode';

const scheme = 'redshift-identity-report';
/** Markdown by the URI of its document, for as long as the window lives. */
const reports = new Map<string, string>();
const changed = new vscode.EventEmitter<vscode.Uri>();

/** Serves the documents that `showReport` shows. */
export function registerReports(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) =>
      reports.get(uri.toString()) ?? 'This report ended with the window that it was made in.\n',
  });
}

/**
 * Shows a read-only Markdown document in VS Code's own preview, whose toolbar leads to the source.
 * A report takes the place of an older one with its title; others keep their tabs.
 *
 * @param markdown must have names, values and errors of others escaped already
 */
export async function showReport(title: string, markdown: string): Promise<void> {
  // A slash would make folders of the title, and two titles must not share a document.
  const name = title.replaceAll(/[/\\%]/g, encodeURIComponent);
  const uri = vscode.Uri.from({ scheme, path: `/${name}.md` });
  reports.set(uri.toString(), markdown);
  changed.fire(uri);
  // An unlocked preview would be one for all reports.
  await vscode.commands.executeCommand('markdown.showPreview', uri, undefined, { locked: true });
}
