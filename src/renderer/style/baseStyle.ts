/** Heard, but not seen. */
const unseen = `position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;`;

/** Colours are the theme's own, so that dark, light and high contrast look as the rest of the editor does. `&` is the output. */
export const baseStyle = `
& {
  --line: var(--vscode-contrastBorder, var(--vscode-editorWidget-border, var(--vscode-panel-border, transparent)));
  --grid: var(--vscode-contrastBorder, var(--vscode-panel-border, var(--vscode-editorWidget-border, transparent)));
  --head: var(--vscode-keybindingTable-headerBackground, transparent);
  --own: var(--vscode-diffEditor-insertedTextBackground, var(--vscode-editor-findMatchHighlightBackground, transparent));
  --hover: var(--vscode-list-hoverBackground, transparent);
  --chip: var(--vscode-toolbar-hoverBackground, transparent);
  color: var(--vscode-foreground);
  font-family: var(--vscode-font-family);
  font-size: var(--vscode-font-size, 13px);
  line-height: 1.45;
  /* Popups stand in it, and its width decides how much is said in words. */
  position: relative;
  container-type: inline-size;
}
& [hidden] {
  display: none !important;
}
& bdi {
  unicode-bidi: isolate;
}
& .null {
  color: var(--vscode-descriptionForeground);
  font-style: italic;
  opacity: 0.75;
}
& .escape {
  color: var(--vscode-editorWarning-foreground, var(--vscode-descriptionForeground));
  font-family: var(--vscode-editor-font-family, monospace);
  font-size: 0.9em;
}
& .unseen {
  ${unseen}
}
.vscode-high-contrast & .null {
  opacity: 1;
}
& .refused {
  color: var(--vscode-errorForeground);
}
& .summary {
  margin: 0;
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
}
& .summary .piece {
  display: inline-block;
  max-width: 100%;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
  vertical-align: bottom;
}
& .summary .rows {
  color: var(--vscode-foreground);
  font-weight: 600;
}
& .statement-id {
  white-space: nowrap;
  font-family: var(--vscode-editor-font-family, monospace);
  user-select: all;
}
& .notice {
  margin: 0;
  white-space: pre-wrap;
}
& .problem {
  margin: 0;
  color: var(--vscode-errorForeground);
}
& .parts {
  margin: 2px 0 0;
  padding: 0;
  list-style: none;
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
}
& .parts .region {
  color: var(--vscode-foreground);
}
& .parts .failed {
  color: var(--vscode-errorForeground);
  white-space: pre-wrap;
}
& .sides .summary {
  margin-top: 4px;
}
& .copy-id {
  white-space: nowrap;
}
& .copy-id .tool {
  width: 18px;
  height: 18px;
  margin-left: 2px;
  vertical-align: -4px;
}
& .copy-id .said {
  margin-left: 4px;
}
& .result-head {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 2px 12px;
  margin-bottom: 4px;
}
& .result-head .summary {
  flex: 1 1 300px;
  min-width: 0;
}
@container (max-width: 930px) {
  & .result-head .summary {
    flex-basis: 100%;
  }
}
/* Beside its tools the line has no room for words that a tooltip says too. */
@container (max-width: 1150px) {
  & .result-head .piece-name {
    ${unseen}
  }
}
& .result-head .statement-id {
  display: inline-block;
  max-width: 9ch;
  overflow: hidden;
  text-overflow: ellipsis;
  vertical-align: bottom;
}
`;
