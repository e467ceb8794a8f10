import * as vscode from 'vscode';
import { errorWords } from '../../core/redshift/statements/errorWords.ts';
import { StatementError } from '../../core/redshift/statements/statementError.ts';
import { htmlTable } from '../../core/redshift/results/htmlTable.ts';
import { textTable } from '../../core/redshift/results/textTable.ts';
import { partText } from '../../core/redshift/results/partText.ts';
import { noticeMimeType, type NoticePayload } from '../../protocol/noticePayload.ts';
import { resultMimeType, type ResultPart, type ResultPayload } from '../../protocol/resultPayload.ts';
import { describeError } from '../../core/errors.ts';

/**
 * A result as the renderer draws it, and as plain text and HTML for everything else that reads outputs. VS Code takes
 * the first type that it has no order of its own for, so the renderer's comes first.
 * @param others further items, such as a chart's spec
 */
export function resultOutput(
  payload: ResultPayload,
  others: readonly vscode.NotebookCellOutputItem[] = [],
): vscode.NotebookCellOutput {
  const parts = (payload.parts ?? []).map(partLine);
  return new vscode.NotebookCellOutput([
    compactJson(payload, resultMimeType),
    ...others,
    vscode.NotebookCellOutputItem.text(htmlTable(payload), 'text/html'),
    vscode.NotebookCellOutputItem.text([textTable(payload), ...parts].join('\n')),
  ]);
}

/** VS Code's own indents, which takes more room than many a value. */
export function compactJson(value: unknown, mimeType: string): vscode.NotebookCellOutputItem {
  return new vscode.NotebookCellOutputItem(new TextEncoder().encode(JSON.stringify(value)), mimeType);
}

function partLine(part: ResultPart): string {
  return `${part.region}: ${partText(part)}`;
}

/**
 * What went wrong, what to change, and the statement ID for whoever asks. Nothing of a stack.
 * @param region in which it went wrong, where a cell runs in several
 */
export function errorOutput(
  error: unknown,
  line: number | undefined,
  region?: string,
): vscode.NotebookCellOutput {
  const { message, remedy } = describeError(error);
  const statementId = error instanceof StatementError ? error.statementId : undefined;
  const place = line === undefined ? 'Error' : `Line ${line + 1}`;
  const name = region === undefined ? place : `${place}, ${region}`;
  return new vscode.NotebookCellOutput([
    vscode.NotebookCellOutputItem.error({
      name,
      message: [errorWords(message), remedy, statementId && `Statement ID ${statementId}`]
        .filter(Boolean)
        .join('\n'),
    }),
  ]);
}

/** A quiet line: cancelled, nothing to run, not supported. VS Code itself would draw it without breaking it. */
export function noticeOutput(text: string): vscode.NotebookCellOutput {
  const payload: NoticePayload = { version: 1, text };
  return new vscode.NotebookCellOutput([
    vscode.NotebookCellOutputItem.json(payload, noticeMimeType),
    vscode.NotebookCellOutputItem.text(text),
  ]);
}
