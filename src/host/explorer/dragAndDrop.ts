import * as vscode from 'vscode';
import type { ExplorerNode } from './nodes.ts';
import { sqlNameOf } from './sqlName.ts';

/** Drags names out of the tree, as text that an editor takes. Nothing is dropped into the tree. */
export const namesOut: vscode.TreeDragAndDropController<ExplorerNode> = {
  dragMimeTypes: ['text/plain'],
  dropMimeTypes: [],
  handleDrag(source, transfer) {
    const text = draggedText(source);
    if (text !== '') transfer.set('text/plain', new vscode.DataTransferItem(text));
  },
};

/** Names of what is dragged, as a select list has them. */
export function draggedText(source: readonly ExplorerNode[]): string {
  return source.flatMap((node) => sqlNameOf(node) ?? []).join(', ');
}
