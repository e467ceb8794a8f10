/** Menus. `&` is the output. */
export const menuStyle = `
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
  background: var(--vscode-menu-selectionBackground, transparent);
  color: var(--vscode-menu-selectionForeground, inherit);
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
`;
