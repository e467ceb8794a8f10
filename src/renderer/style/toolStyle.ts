/** What stands around the grid: tools, chips, the find bar, the line below. `&` is the output. */
export const toolStyle = `
& .icon {
  display: block;
  flex: none;
  width: 16px;
  height: 16px;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.1;
  stroke-linecap: round;
  stroke-linejoin: round;
}
& .toolbar {
  display: flex;
  flex: none;
  align-items: center;
  gap: 2px;
}
& .tool {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  box-sizing: border-box;
  width: 24px;
  height: 24px;
  padding: 0;
  border: 0;
  border-radius: 5px;
  background: none;
  color: var(--vscode-icon-foreground, inherit);
  font: inherit;
  cursor: pointer;
}
& .tool:hover:enabled {
  background: var(--vscode-toolbar-hoverBackground);
  outline: 1px dashed var(--vscode-toolbar-hoverOutline, var(--vscode-contrastActiveBorder, transparent));
  outline-offset: -1px;
}
& .tool[aria-expanded='true'],
& .tool:active:enabled {
  background: var(--vscode-toolbar-activeBackground, var(--vscode-toolbar-hoverBackground));
}
& .tool:disabled {
  opacity: 0.4;
  cursor: default;
}
& .tool[aria-pressed='true'] {
  background: var(--vscode-inputOption-activeBackground);
  color: var(--vscode-inputOption-activeForeground, inherit);
  outline: 1px solid var(--vscode-inputOption-activeBorder, transparent);
  outline-offset: -1px;
}
& .pane-switch {
  display: flex;
  margin-right: 6px;
  border: 1px solid var(--line);
  border-radius: 5px;
}
& .pane {
  display: inline-flex;
  align-items: center;
  gap: 4px;
  height: 22px;
  padding: 0 7px;
  border: 0;
  border-radius: 4px;
  background: none;
  color: var(--vscode-icon-foreground, inherit);
  font: inherit;
  font-size: 0.92em;
  cursor: pointer;
}
& .pane:hover {
  background: var(--vscode-toolbar-hoverBackground);
  outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
  outline-offset: -1px;
}
& .pane[aria-pressed='true'] {
  background: var(--vscode-inputOption-activeBackground, var(--vscode-toolbar-activeBackground));
  color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
  outline: 1px solid var(--vscode-inputOption-activeBorder, transparent);
  outline-offset: -1px;
}
@container (max-width: 620px) {
  & .pane-label {
    display: none;
  }
  & .pane {
    padding: 0 4px;
  }
}
& .toolbar button:focus-visible,
& .tool:focus-visible,
& .chip-text:focus-visible,
& .link:focus-visible {
  outline: 1px solid var(--vscode-focusBorder);
  outline-offset: -1px;
}
& .chips {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px;
  margin-bottom: 4px;
}
& .chip {
  display: inline-flex;
  align-items: center;
  box-sizing: border-box;
  max-width: 100%;
  height: 22px;
  border: 1px solid var(--vscode-contrastBorder, transparent);
  border-radius: 5px;
  background: var(--chip);
  font-size: 0.92em;
}
& .chip-text {
  display: inline-flex;
  align-items: center;
  gap: 4px;
  min-width: 0;
  height: 100%;
  padding: 0 2px 0 6px;
  border: 0;
  border-radius: 5px;
  background: none;
  color: inherit;
  font: inherit;
  cursor: pointer;
}
& .chip-text bdi {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: pre;
}
& .chip-text bdi:first-of-type {
  font-weight: 600;
}
& .chip .icon {
  width: 12px;
  height: 12px;
}
& .chip .tool {
  flex: none;
  width: 20px;
  height: 20px;
}
& .link {
  padding: 0 4px;
  border: 0;
  border-radius: 3px;
  background: none;
  color: var(--vscode-textLink-foreground);
  font: inherit;
  font-size: 0.92em;
  cursor: pointer;
}
& .link:hover {
  color: var(--vscode-textLink-activeForeground);
  text-decoration: underline;
}
& .find-bar {
  display: flex;
  align-items: center;
  gap: 2px;
  margin-bottom: 4px;
}
& .find-bar .field {
  flex: 0 1 260px;
  min-width: 80px;
}
& .find-bar .toggle {
  font-size: 0.92em;
}
& .find-count {
  min-width: 6em;
  padding: 0 6px;
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
  font-variant-numeric: tabular-nums;
}
& .find-count.none-found {
  color: var(--vscode-errorForeground);
}
& .pane-loading {
  margin: 0;
  padding: 24px 0;
  color: var(--vscode-descriptionForeground);
}
& .status {
  display: flex;
  flex-wrap: wrap;
  gap: 0 16px;
  min-height: 1.45em;
  margin-top: 3px;
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
  font-variant-numeric: tabular-nums;
}
&[data-pane='chart'] .status-sums,
&[data-pane='map'] .status-sums {
  display: none;
}
& .status-sums {
  margin-left: auto;
}
& .status-progress {
  display: inline-flex;
  align-items: center;
  gap: 8px;
}
& .status-progress progress {
  width: 100px;
  height: 4px;
  border: 0;
  background: var(--vscode-scrollbarSlider-background);
  accent-color: var(--vscode-progressBar-background);
}
`;
