/** Of a chart and what chooses it; it stands inside of it. */
export const chartStyle = `
.redshift-identity-chart {
  position: relative;
  box-sizing: border-box;
  max-width: 100%;
  padding: 4px 0;
  color: var(--vscode-foreground);
}
.redshift-identity-chart .chart-tools {
  display: flex;
  flex-wrap: wrap;
  align-items: flex-end;
  gap: 6px 10px;
  margin-bottom: 8px;
}
.redshift-identity-chart .chart-actions {
  display: flex;
  flex-wrap: wrap;
  gap: 6px;
  align-items: center;
  margin-top: 8px;
}
.redshift-identity-chart .chart-words {
  margin: 0 6px 0 10px;
  color: var(--vscode-descriptionForeground);
  font-size: 12px;
}
.redshift-identity-chart .chart-group {
  display: flex;
  align-items: center;
}
.redshift-identity-chart .chart-group button + button {
  margin-left: -1px;
  border-top-left-radius: 0;
  border-bottom-left-radius: 0;
}
.redshift-identity-chart .chart-group button:not(:last-child) {
  border-top-right-radius: 0;
  border-bottom-right-radius: 0;
}
.redshift-identity-chart label {
  display: flex;
  flex-direction: column;
  gap: 2px;
  min-width: 0;
  color: var(--vscode-descriptionForeground);
  font-size: 0.85em;
}
.redshift-identity-chart select {
  box-sizing: border-box;
  height: 24px;
  max-width: 16em;
  padding: 0 4px;
  border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
  border-radius: 4px;
  background: var(--vscode-dropdown-background);
  color: var(--vscode-dropdown-foreground);
  font: inherit;
  font-size: 13px;
}
.redshift-identity-chart button {
  box-sizing: border-box;
  height: 24px;
  padding: 0 8px;
  border: 1px solid var(--vscode-button-secondaryBorder, var(--vscode-contrastBorder, transparent));
  border-radius: 4px;
  background: var(--vscode-button-secondaryBackground, transparent);
  color: var(--vscode-button-secondaryForeground, var(--vscode-foreground));
  font: inherit;
  font-size: 12px;
  white-space: nowrap;
  cursor: pointer;
}
.redshift-identity-chart button:hover {
  background: var(--vscode-button-secondaryHoverBackground, var(--vscode-toolbar-hoverBackground));
  outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
  outline-offset: -1px;
}
.redshift-identity-chart button[aria-pressed='true'],
.redshift-identity-chart button[aria-expanded='true'] {
  border-color: var(--vscode-inputOption-activeBorder, var(--vscode-focusBorder));
  background: var(--vscode-inputOption-activeBackground);
  color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
}
.redshift-identity-chart button[aria-pressed='true']::before {
  content: '✓ ' / '';
}
.redshift-identity-chart button[aria-disabled='true'] {
  opacity: 0.5;
  cursor: default;
}
.redshift-identity-chart :is(select, button, .chart-values):focus-visible {
  outline: 1px solid var(--vscode-focusBorder);
  outline-offset: 1px;
  z-index: 1;
}
.redshift-identity-chart .chart-status {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 10px;
  min-height: 0;
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
}
.redshift-identity-chart .chart-status.failed {
  color: var(--vscode-errorForeground);
  white-space: pre-line;
}
.redshift-identity-chart .chart-drawing {
  position: relative;
  max-width: 100%;
  overflow: hidden;
}
.redshift-identity-chart .chart-drawing[aria-busy='true'] {
  opacity: 0.6;
}
.redshift-identity-chart .chart-drawing svg {
  display: block;
  max-width: 100%;
}
.redshift-identity-chart .chart-notes {
  margin: 6px 0 0;
  padding: 0;
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
  list-style: none;
}
.redshift-identity-chart .chart-values {
  margin-top: 8px;
}
.redshift-identity-chart .chart-tooltip {
  position: absolute;
  z-index: 2;
  display: grid;
  grid-template-columns: auto auto;
  gap: 1px 10px;
  max-width: 60%;
  margin: 0;
  padding: 4px 8px;
  border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-contrastBorder, transparent));
  border-radius: 3px;
  background: var(--vscode-editorHoverWidget-background);
  color: var(--vscode-editorHoverWidget-foreground);
  font-size: 12px;
  pointer-events: none;
}
.redshift-identity-chart .chart-tooltip dt {
  color: var(--vscode-descriptionForeground);
}
.redshift-identity-chart .chart-tooltip dd {
  margin: 0;
  overflow-wrap: anywhere;
  font-variant-numeric: tabular-nums;
}
`;
