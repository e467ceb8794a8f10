/** The whole value of a cell, and JSON as a tree. `&` is the output. */
export const detailStyle = `
& .detail {
  margin-top: 4px;
  border: 1px solid var(--line);
  border-radius: 3px;
}
& .detail-bar {
  display: flex;
  align-items: center;
  gap: 2px;
  padding: 2px 4px 2px 10px;
  border-bottom: 1px solid var(--grid);
  background: var(--head);
}
& .detail-title {
  display: flex;
  flex: 1;
  align-items: baseline;
  gap: 8px;
  min-width: 0;
  white-space: nowrap;
}
& .detail-name {
  overflow: hidden;
  text-overflow: ellipsis;
  font-weight: 600;
  white-space: pre;
}
& .detail-place {
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
}
& .detail-body {
  max-height: 260px;
  overflow: auto;
}
& .detail-body p {
  margin: 0;
  padding: 6px 10px;
}
& .detail-text {
  margin: 0;
  padding: 6px 10px;
  font-family: var(--vscode-editor-font-family, monospace);
  font-size: inherit;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
& .detail-body :focus-visible {
  outline: 1px solid var(--vscode-focusBorder);
  outline-offset: -1px;
}
& .json-tree,
& .json-tree ul {
  margin: 0;
  padding: 0;
  list-style: none;
}
& .json-tree {
  padding: 4px 6px;
  font-family: var(--vscode-editor-font-family, monospace);
}
& .json-tree ul {
  padding-left: 16px;
}
& .json-tree li {
  background: none;
}
& .json-tree li:focus {
  outline: none;
}
& .json-tree li:focus > .json-line {
  background: var(--vscode-list-focusBackground, var(--vscode-list-hoverBackground));
  outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
  outline-offset: -1px;
}
& .json-line {
  padding: 0 4px 0 18px;
  overflow-wrap: anywhere;
  white-space: pre-wrap;
  cursor: default;
}
& .json-line:hover {
  background: var(--hover);
}
& .twistie {
  float: left;
  width: 16px;
  margin: 1px 2px 0 -18px;
}
& [aria-expanded='true'] > .json-line .icon {
  transform: rotate(90deg);
}
& .json-key {
  color: var(--vscode-debugTokenExpression-name, inherit);
}
& .json-string {
  color: var(--vscode-debugTokenExpression-string, inherit);
}
& .json-number {
  color: var(--vscode-debugTokenExpression-number, inherit);
}
& .json-boolean {
  color: var(--vscode-debugTokenExpression-boolean, inherit);
}
& .json-null,
& .json-size {
  color: var(--vscode-descriptionForeground);
}
& .json-more {
  color: var(--vscode-textLink-foreground);
  cursor: pointer;
}
`;
