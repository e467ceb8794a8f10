/** Menus and forms over an output. `&` is the output. */
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
& .menu {
  min-width: 200px;
  padding: 4px 0;
  user-select: none;
}
& .menu-group + .menu-group {
  margin-top: 4px;
  padding-top: 4px;
  border-top: 1px solid var(--vscode-menu-separatorBackground, var(--line));
}
& .menu-heading {
  padding: 2px 12px 2px 26px;
  color: var(--vscode-descriptionForeground);
  font-size: 0.92em;
}
& .menu-item {
  display: flex;
  align-items: center;
  box-sizing: border-box;
  width: calc(100% - 8px);
  min-height: 24px;
  margin: 0 4px;
  padding: 0 8px 0 2px;
  border: 0;
  border-radius: 4px;
  background: none;
  color: inherit;
  font: inherit;
  text-align: left;
  cursor: pointer;
}
& .menu-item:focus {
  background: var(--vscode-menu-selectionBackground, var(--vscode-list-activeSelectionBackground));
  color: var(--vscode-menu-selectionForeground, var(--vscode-list-activeSelectionForeground));
  outline: 1px solid var(--vscode-menu-selectionBorder, transparent);
  outline-offset: -1px;
}
& .menu-item[aria-disabled] {
  opacity: 0.5;
  cursor: default;
}
& .menu-mark {
  flex: none;
  width: 20px;
}
& .menu-label {
  flex: 1;
  white-space: nowrap;
}
& .menu-hint {
  padding-left: 24px;
  opacity: 0.75;
  white-space: nowrap;
}
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
& .field::placeholder {
  color: var(--vscode-input-placeholderForeground);
}
& .field:focus,
& .check input:focus-visible {
  border-color: var(--vscode-focusBorder);
  outline: 1px solid var(--vscode-focusBorder);
  outline-offset: -1px;
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
