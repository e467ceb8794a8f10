/** What popups and the fields in them and elsewhere have in common. `&` is the output. */
export const popupStyle = `
& .popup {
  position: absolute;
  z-index: 20;
  box-sizing: border-box;
  max-width: 100%;
  max-height: 460px;
  overflow: auto;
  border: 1px solid var(--vscode-menu-border, var(--line));
  border-radius: 6px;
  background: var(--vscode-menu-background, var(--vscode-editorWidget-background));
  color: var(--vscode-menu-foreground, var(--vscode-foreground));
  box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
}
& .field {
  box-sizing: border-box;
  min-width: 0;
  min-height: 24px;
  margin: 0;
  padding: 2px 6px;
  border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent));
  border-radius: 4px;
  background: var(--vscode-input-background);
  color: var(--vscode-input-foreground, inherit);
  font: inherit;
}
& .field::placeholder {
  color: var(--vscode-input-placeholderForeground);
}
& .field:focus,
& .check input:focus-visible {
  border-color: var(--vscode-focusBorder);
  outline: 1px solid var(--vscode-focusBorder);
  outline-offset: -1px;
}
`;
