import * as vscode from 'vscode';
import type { ExportOptions } from '../../core/redshift/export/contract.ts';

/** What the settings say of exported files. */
export function exportOptions(): ExportOptions {
  const delimiter: string = vscode.workspace
    .getConfiguration('redshiftIdentity')
    .get('export.csvDelimiter', ',');
  const header = vscode.workspace.getConfiguration('redshiftIdentity').get('export.csvHeader', true);
  const quote: string = vscode.workspace
    .getConfiguration('redshiftIdentity')
    .get('export.csvQuote', 'needed');
  const nullText: unknown = vscode.workspace.getConfiguration('redshiftIdentity').get('export.csvNull', '');
  const end: string = vscode.workspace
    .getConfiguration('redshiftIdentity')
    .get('export.csvLineEnding', 'crlf');
  const byteOrderMark = vscode.workspace
    .getConfiguration('redshiftIdentity')
    .get('export.csvByteOrderMark', false);
  const formulaGuard = vscode.workspace
    .getConfiguration('redshiftIdentity')
    .get('export.formulaGuard', false);
  return {
    csv: {
      // A settings file may say anything.
      delimiter: [',', ';', '\t', '|'].includes(delimiter) ? delimiter : ',',
      header,
      quote: quote === 'all' ? 'all' : 'needed',
      nullText: typeof nullText === 'string' ? nullText : '',
      lineEnding: end === 'lf' ? '\n' : '\r\n',
      byteOrderMark,
    },
    formulaGuard,
  };
}
