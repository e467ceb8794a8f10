/** Names and types of the columns, their marks, menus and edges. */
export const headerStyle = `
.redshift-identity-grid .head .cell {
  padding: 4px 24px 4px 8px;
}
.redshift-identity-grid .head .cell.number {
  padding: 4px 8px 4px 24px;
}
.redshift-identity-grid .line {
  display: flex;
  gap: 4px;
  width: fit-content;
  max-width: 100%;
  cursor: pointer;
}
.redshift-identity-grid .number .line {
  margin-left: auto;
}
.redshift-identity-grid .name {
  min-width: 0;
  overflow: hidden;
  font-weight: 600;
  text-overflow: ellipsis;
}
.redshift-identity-grid .line:hover .name {
  text-decoration: underline;
}
.redshift-identity-grid .type {
  display: block;
  overflow: hidden;
  color: var(--quiet);
  font-size: 0.85em;
  text-overflow: ellipsis;
}
.redshift-identity-grid .mark {
  flex: none;
  color: var(--vscode-textLink-foreground);
}
.redshift-identity-grid svg {
  width: 12px;
  height: 12px;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.5;
  vertical-align: -1px;
}
.redshift-identity-grid .column-menu {
  position: absolute;
  top: 3px;
  right: 5px;
  width: 19px;
  height: 19px;
  padding: 0;
  border: 0;
  border-radius: 3px;
  background: none;
  color: var(--vscode-icon-foreground, inherit);
  line-height: 0;
  cursor: pointer;
  opacity: 0;
}
.redshift-identity-grid .number .column-menu {
  right: auto;
  left: 4px;
}
.redshift-identity-grid .head .cell:hover .column-menu,
.redshift-identity-grid .head .cell.active .column-menu,
.redshift-identity-grid .column-menu[aria-expanded='true'],
.redshift-identity-grid .column-menu:focus-visible {
  opacity: 1;
}
.redshift-identity-grid .column-menu:hover {
  background: var(--vscode-toolbar-hoverBackground);
  outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
}
.redshift-identity-grid .edge {
  position: absolute;
  top: 0;
  right: 0;
  width: 6px;
  height: 100%;
  cursor: col-resize;
}
.redshift-identity-grid .edge:hover,
.redshift-identity-grid .edge:active {
  background: var(--vscode-sash-hoverBorder, var(--vscode-focusBorder));
}
`;
