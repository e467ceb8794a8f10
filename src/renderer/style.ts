/** Colours are the theme's own, so that dark, light and high contrast look as the rest of the editor does. */
export const style = `
.redshift-identity-result {
  --line: var(--vscode-contrastBorder, var(--vscode-editorWidget-border, var(--vscode-panel-border, transparent)));
  --grid: var(--vscode-contrastBorder, var(--vscode-panel-border, var(--vscode-editorWidget-border, transparent)));
  --head: var(--vscode-keybindingTable-headerBackground, transparent);
  --own: var(--vscode-diffEditor-insertedTextBackground, var(--vscode-editor-findMatchHighlightBackground, transparent));
  --hover: var(--vscode-list-hoverBackground, transparent);
  color: var(--vscode-foreground);
  font-family: var(--vscode-font-family);
  font-size: var(--vscode-font-size, 13px);
  line-height: 1.45;
}
.redshift-identity-result .scroll {
  display: inline-block;
  box-sizing: border-box;
  max-width: 100%;
  max-height: 400px;
  overflow: auto;
  border: 1px solid var(--line);
  border-radius: 3px;
  vertical-align: top;
}
.redshift-identity-result .scroll:focus-visible {
  outline: 1px solid var(--vscode-focusBorder);
  outline-offset: -1px;
}
.redshift-identity-result table {
  border-collapse: separate;
  border-spacing: 0;
  margin: 0;
  color: inherit;
  font: inherit;
  font-variant-numeric: tabular-nums;
}
.redshift-identity-result thead,
.redshift-identity-result tr {
  background: none;
}
.redshift-identity-result th,
.redshift-identity-result td {
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
.redshift-identity-result tbody tr:last-child > * {
  border-bottom-width: 0;
}
.redshift-identity-result thead th {
  position: sticky;
  top: 0;
  z-index: 1;
  padding-top: 4px;
  padding-bottom: 4px;
  background: linear-gradient(var(--head), var(--head)) var(--vscode-editor-background);
  font-weight: 600;
  line-height: 1.25;
}
.redshift-identity-result thead .name,
.redshift-identity-result thead .type {
  display: block;
  overflow: hidden;
  text-overflow: ellipsis;
}
.redshift-identity-result thead .type {
  color: var(--vscode-descriptionForeground);
  font-size: 0.85em;
  font-weight: 400;
}
.redshift-identity-result tbody th,
.redshift-identity-result thead .corner {
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
.redshift-identity-result thead .corner {
  z-index: 2;
  background: linear-gradient(var(--head), var(--head)) var(--vscode-editor-background);
}
.redshift-identity-result tbody tr:hover > * {
  background: linear-gradient(var(--hover), var(--hover)) var(--vscode-editor-background);
}
.redshift-identity-result tbody tr:hover {
  outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
  outline-offset: -1px;
}
.redshift-identity-result .number {
  text-align: right;
}
.redshift-identity-result .null {
  color: var(--vscode-descriptionForeground);
  font-style: italic;
  opacity: 0.75;
}
.redshift-identity-result .escape {
  color: var(--vscode-editorWarning-foreground, var(--vscode-descriptionForeground));
  font-family: var(--vscode-editor-font-family, monospace);
  font-size: 0.9em;
}
.redshift-identity-result .none {
  padding: 8px 10px;
  color: var(--vscode-descriptionForeground);
}
.redshift-identity-result .more-rows {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 4px 10px;
  margin-top: 4px;
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
}
.redshift-identity-result .more {
  padding: 2px 10px;
  border: 1px solid var(--vscode-button-secondaryBorder, var(--vscode-button-border, transparent));
  border-radius: 2px;
  background: var(--vscode-button-secondaryBackground);
  color: var(--vscode-button-secondaryForeground);
  font: inherit;
  cursor: pointer;
}
.redshift-identity-result .more:hover {
  background: var(--vscode-button-secondaryHoverBackground);
}
.redshift-identity-result .more:focus-visible {
  outline: 1px solid var(--vscode-focusBorder);
  outline-offset: 2px;
}
.redshift-identity-result .more[aria-busy] {
  cursor: progress;
  opacity: 0.7;
}
.redshift-identity-result .refused {
  color: var(--vscode-errorForeground);
}
.redshift-identity-result .summary {
  margin: 4px 0 0;
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
}
.redshift-identity-result .summary .rows {
  color: var(--vscode-foreground);
  font-weight: 600;
}
.redshift-identity-result .statement-id {
  white-space: nowrap;
  font-family: var(--vscode-editor-font-family, monospace);
  user-select: all;
}
.redshift-identity-result .notice {
  margin: 0;
  white-space: pre-wrap;
}
.redshift-identity-result .problem {
  margin: 0;
  color: var(--vscode-errorForeground);
}
.redshift-identity-result .parts {
  margin: 2px 0 0;
  padding: 0;
  list-style: none;
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
}
.redshift-identity-result .parts .region {
  color: var(--vscode-foreground);
}
.redshift-identity-result .parts .failed {
  color: var(--vscode-errorForeground);
  white-space: pre-wrap;
}
.redshift-identity-result .verdict {
  margin: 0 0 8px;
  font-weight: 600;
}
.redshift-identity-result .sides {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 22em), 1fr));
  gap: 12px 16px;
}
.redshift-identity-result .side {
  min-width: 0;
}
.redshift-identity-result .side h4 {
  margin: 0 0 4px;
  color: inherit;
  font-size: 1em;
  font-weight: 600;
}
.redshift-identity-result .side .problem {
  white-space: pre-wrap;
}
.redshift-identity-result tbody .group {
  position: static;
  border-right-width: 0;
  color: var(--vscode-descriptionForeground);
  text-align: left;
}
.redshift-identity-result .own tr > * {
  background: linear-gradient(var(--own), var(--own)) var(--vscode-editor-background);
}
.redshift-identity-result .own th,
.redshift-identity-result thead .own .name {
  color: var(--vscode-foreground);
  font-weight: 600;
}
.redshift-identity-result thead .own {
  background: linear-gradient(var(--own), var(--own)) var(--vscode-editor-background);
}
.redshift-identity-result .unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.vscode-high-contrast .redshift-identity-result .null {
  opacity: 1;
}
`;
