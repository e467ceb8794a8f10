/** Forms in popups, with boxes to check and buttons. `&` is the output. */
export const formStyle = `
& .form {
  display: flex;
  flex-direction: column;
  gap: 8px;
  width: 300px;
  padding: 10px;
  background: var(--vscode-editorWidget-background, var(--vscode-menu-background));
  color: var(--vscode-editorWidget-foreground, var(--vscode-foreground));
}
& .form > * {
  flex: none;
}
& .form-title {
  display: flex;
  align-items: baseline;
  gap: 6px;
  overflow: hidden;
  font-weight: 600;
}
& .form-title bdi {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: pre;
}
& .form-title .field {
  flex: 1;
}
& .type {
  color: var(--vscode-descriptionForeground);
  font-weight: 400;
}
& .form-fields {
  display: flex;
  flex-direction: column;
  gap: 6px;
}
& .form-fields:empty,
& .form-problem:empty {
  display: none;
}
& select.field {
  border-color: var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
  background: var(--vscode-dropdown-background);
  color: var(--vscode-dropdown-foreground, inherit);
}
& select.field option {
  background: var(--vscode-dropdown-listBackground, var(--vscode-dropdown-background));
}
& textarea.field {
  resize: vertical;
}
& .field[aria-invalid='true'] {
  border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
}
& .form-range {
  display: grid;
  grid-template-columns: 4em 1fr;
  align-items: center;
}
& .form-values {
  max-height: 190px;
  overflow: auto;
}
& .check {
  display: flex;
  align-items: center;
  gap: 6px;
  min-width: 0;
  min-height: 22px;
  cursor: pointer;
}
& .check input {
  flex: none;
  margin: 0 2px;
  accent-color: var(--vscode-focusBorder);
}
& .check-name {
  flex: 1;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: pre;
}
& .check-count {
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
  font-variant-numeric: tabular-nums;
}
& .form-note,
& .form-problem {
  margin: 0;
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
}
& .form-problem {
  color: var(--vscode-errorForeground);
}
& .form-buttons {
  display: flex;
  justify-content: flex-end;
  gap: 6px;
}
& .button {
  min-height: 24px;
  padding: 2px 12px;
  border: 1px solid var(--vscode-button-border, transparent);
  border-radius: 4px;
  background: var(--vscode-button-background);
  color: var(--vscode-button-foreground);
  font: inherit;
  cursor: pointer;
}
& .button:hover {
  background: var(--vscode-button-hoverBackground);
}
& .button.secondary {
  border-color: var(--vscode-button-secondaryBorder, var(--vscode-button-border, transparent));
  background: var(--vscode-button-secondaryBackground);
  color: var(--vscode-button-secondaryForeground, inherit);
}
& .button.secondary:hover {
  background: var(--vscode-button-secondaryHoverBackground);
}
& .button:focus-visible {
  outline: 1px solid var(--vscode-focusBorder);
  outline-offset: 1px;
}
& .column-list {
  min-height: 0;
  max-height: 260px;
  margin: 0;
  padding: 0;
  overflow: auto;
  list-style: none;
}
& .column-list li {
  display: flex;
  align-items: center;
}
& .column-list .check {
  flex: 1;
}
& .column-list .tool {
  opacity: 0;
}
& .column-list li:hover .tool:enabled,
& .column-list li:focus-within .tool:enabled {
  opacity: 1;
}
`;
