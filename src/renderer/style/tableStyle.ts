/** Tables that are drawn whole: two people's rows side by side. `&` is the output. */
export const tableStyle = `
& .scroll {
  display: inline-block;
  box-sizing: border-box;
  max-width: 100%;
  max-height: 400px;
  overflow: auto;
  border: 1px solid var(--line);
  border-radius: 3px;
  vertical-align: top;
}
& .scroll:focus-visible {
  outline: 1px solid var(--vscode-focusBorder);
  outline-offset: -1px;
}
& .scroll table {
  border-collapse: separate;
  border-spacing: 0;
  margin: 0;
  color: inherit;
  font: inherit;
  font-variant-numeric: tabular-nums;
}
& .scroll thead,
& .scroll tr {
  background: none;
}
& .scroll th,
& .scroll td {
  box-sizing: border-box;
  max-width: 30em;
  padding: 2px 10px;
  border: 0 solid var(--grid);
  border-bottom-width: 1px;
  overflow: hidden;
  text-overflow: ellipsis;
  text-align: left;
  vertical-align: top;
  white-space: pre;
}
& .scroll tbody tr:last-child > * {
  border-bottom-width: 0;
}
& .scroll thead th {
  position: sticky;
  top: 0;
  z-index: 1;
  padding-top: 4px;
  padding-bottom: 4px;
  background: linear-gradient(var(--head), var(--head)) var(--vscode-editor-background);
  font-weight: 600;
  line-height: 1.25;
}
& .scroll thead .name,
& .scroll thead .type {
  display: block;
  overflow: hidden;
  text-overflow: ellipsis;
}
& .scroll thead .type {
  color: var(--vscode-descriptionForeground);
  font-size: 0.85em;
  font-weight: 400;
}
& .scroll tbody th,
& .scroll thead .corner {
  position: sticky;
  left: 0;
  min-width: 3em;
  border-right-width: 1px;
  background: var(--vscode-editor-background);
  color: var(--vscode-editorLineNumber-foreground, var(--vscode-descriptionForeground));
  font-weight: 400;
  text-align: right;
  user-select: none;
}
& .scroll thead .corner {
  z-index: 2;
  background: linear-gradient(var(--head), var(--head)) var(--vscode-editor-background);
}
& .scroll tbody tr:hover > * {
  background: linear-gradient(var(--hover), var(--hover)) var(--vscode-editor-background);
}
& .scroll tbody tr:hover {
  outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
  outline-offset: -1px;
}
& .scroll .none {
  padding: 8px 10px;
  color: var(--vscode-descriptionForeground);
}
& .verdict {
  margin: 0 0 8px;
  font-weight: 600;
}
& .sides {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 22em), 1fr));
  gap: 12px 16px;
}
& .side {
  min-width: 0;
}
& .side h4 {
  margin: 0 0 4px;
  color: inherit;
  font-size: 1em;
  font-weight: 600;
}
& .side .problem {
  white-space: pre-wrap;
}
& .scroll tbody .group {
  position: static;
  border-right-width: 0;
  color: var(--vscode-descriptionForeground);
  text-align: left;
}
& .scroll .own tr > * {
  background: linear-gradient(var(--own), var(--own)) var(--vscode-editor-background);
}
& .scroll .own th,
& .scroll thead .own .name {
  color: var(--vscode-foreground);
  font-weight: 600;
}
& .scroll thead .own {
  background: linear-gradient(var(--own), var(--own)) var(--vscode-editor-background);
}
`;
