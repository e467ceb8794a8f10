import { headerStyle } from './headerStyle.ts';

/** Looks of the grid, in the theme's own colours. */
export const gridStyle = `${headerStyle}
.redshift-identity-grid {
  --line: var(--vscode-contrastBorder, var(--vscode-editorWidget-border, var(--vscode-panel-border, transparent)));
  --rule: var(--vscode-contrastBorder, var(--vscode-panel-border, var(--vscode-editorWidget-border, transparent)));
  --base: var(--vscode-editor-background);
  --head: var(--vscode-keybindingTable-headerBackground, transparent);
  --hover: var(--vscode-list-hoverBackground, transparent);
  --quiet: var(--vscode-descriptionForeground);
  --chosen: var(--vscode-list-inactiveSelectionBackground, transparent);
  position: relative;
  width: fit-content;
  max-width: 100%;
  color: var(--vscode-foreground);
  font-family: var(--vscode-font-family);
  font-size: var(--vscode-font-size, 13px);
  font-variant-numeric: tabular-nums;
  text-align: left;
}
.redshift-identity-grid:focus-within {
  --chosen: var(--vscode-editor-selectionBackground, var(--vscode-list-activeSelectionBackground, transparent));
}
.redshift-identity-grid [hidden] {
  display: none;
}
.redshift-identity-grid .scroller {
  box-sizing: border-box;
  max-width: 100%;
  overflow: auto;
  border: 1px solid var(--line);
  border-radius: 3px;
  background: var(--base);
  outline: none;
}
.redshift-identity-grid .scroller:focus-visible {
  border-color: var(--vscode-focusBorder);
}
.redshift-identity-grid .room {
  position: relative;
}
.redshift-identity-grid .stage {
  position: sticky;
  top: 0;
  left: 0;
  max-width: 100%;
  overflow: clip;
  contain: strict;
  user-select: none;
  cursor: default;
}
.redshift-identity-grid .header {
  position: relative;
  z-index: 1;
  background: linear-gradient(var(--head), var(--head)) var(--base);
}
.redshift-identity-grid .row {
  display: flex;
  box-sizing: border-box;
  height: 22px;
  border-bottom: 1px solid var(--rule);
  line-height: 21px;
  contain: size layout style;
}
.redshift-identity-grid .row.head {
  height: 42px;
  line-height: 17px;
}
.redshift-identity-grid .rows .row:hover {
  background: var(--hover);
}
.redshift-identity-grid .moving {
  position: relative;
  flex: 1;
  min-width: 0;
  overflow: clip;
}
/* Where the pinned columns end. */
.redshift-identity-grid .cell + .moving::before {
  content: '';
  position: absolute;
  z-index: 1;
  inset: 0 auto 0 0;
  width: 2px;
  background: var(--line);
}
.redshift-identity-grid .strip {
  display: flex;
  height: 100%;
}
.redshift-identity-grid .cell,
.redshift-identity-grid .row-number,
.redshift-identity-grid .corner {
  position: relative;
  flex: none;
  box-sizing: border-box;
  height: 100%;
  padding: 0 8px;
  overflow: hidden;
  border-right: 1px solid var(--rule);
  text-overflow: ellipsis;
  white-space: pre;
  unicode-bidi: isolate;
}
.redshift-identity-grid .row-number,
.redshift-identity-grid .corner {
  width: var(--number-width);
  color: var(--quiet);
  text-align: right;
}
.redshift-identity-grid .number {
  text-align: right;
}
.redshift-identity-grid .rows .cell[aria-selected='true'] {
  background: var(--chosen);
}
.redshift-identity-grid .rows .cell.active {
  outline: 1px solid var(--vscode-list-inactiveFocusOutline, var(--quiet));
  outline-offset: -1px;
}
.redshift-identity-grid .scroller:focus .cell.active {
  outline: 1px solid var(--vscode-focusBorder);
  outline-offset: -1px;
}
.redshift-identity-grid .cell[data-kind='null'] {
  color: var(--quiet);
  font-style: italic;
}
.redshift-identity-grid .cell[aria-selected='true'] {
  --quiet: var(--vscode-foreground);
}
.redshift-identity-grid .cell[data-kind='waiting']::before {
  content: '';
  position: absolute;
  inset: 8px 8px 7px;
  max-width: 120px;
  border-radius: 2px;
  background: var(--vscode-foreground);
  opacity: 0;
  animation: redshift-identity-late 0s 150ms forwards;
}
@keyframes redshift-identity-late {
  to {
    opacity: 0.1;
  }
}
.redshift-identity-grid .escape {
  color: var(--vscode-editorWarning-foreground, var(--quiet));
  font-family: var(--vscode-editor-font-family, monospace);
  font-size: 0.9em;
}
.redshift-identity-grid .cell[aria-selected='true'] .escape {
  color: inherit;
}
.redshift-identity-grid mark {
  background: var(--vscode-editor-findMatchHighlightBackground, transparent);
  color: inherit;
  outline: 1px solid var(--vscode-editor-findMatchHighlightBorder, transparent);
}
.redshift-identity-grid .active mark {
  background: var(--vscode-editor-findMatchBackground, transparent);
}
.redshift-identity-grid .gap {
  position: absolute;
  z-index: 2;
  top: 0;
  bottom: 0;
  width: 2px;
  background: var(--vscode-focusBorder);
}
.redshift-identity-grid .none .row {
  border: 0;
}
.redshift-identity-grid .none .cell {
  padding: 0 10px;
  border: 0;
  color: var(--quiet);
}
.redshift-identity-grid .height {
  position: absolute;
  right: 0;
  bottom: -4px;
  left: 0;
  height: 7px;
  cursor: row-resize;
}
.redshift-identity-grid .height:hover,
.redshift-identity-grid .height:focus-visible {
  background: var(--vscode-sash-hoverBorder, var(--vscode-focusBorder));
  background-clip: content-box;
  padding: 2px 0;
  box-sizing: border-box;
  outline: none;
}
.redshift-identity-grid .trouble {
  position: absolute;
  right: 24px;
  bottom: 24px;
  left: 24px;
  width: fit-content;
  max-width: calc(100% - 68px);
  margin: 0 auto;
  padding: 4px 10px;
  border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--line)));
  border-radius: 4px;
  background: var(--vscode-editorWidget-background, var(--base));
  color: var(--vscode-editorWidget-foreground, inherit);
  box-shadow: 0 0 8px 2px var(--vscode-widget-shadow, transparent);
}
.redshift-identity-grid .again {
  margin-left: 8px;
  padding: 0;
  border: 0;
  background: none;
  color: var(--vscode-textLink-foreground);
  font: inherit;
  cursor: pointer;
}
.redshift-identity-grid .again:hover {
  text-decoration: underline;
}
.redshift-identity-grid .again:focus-visible {
  outline: 1px solid var(--vscode-focusBorder);
}
.redshift-identity-grid .unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
.redshift-identity-grid .measure {
  position: absolute;
  top: 0;
  left: 0;
  width: max-content;
  visibility: hidden;
}
.vscode-high-contrast .redshift-identity-grid {
  --rule: color-mix(in srgb, var(--vscode-contrastBorder) 45%, transparent);
}
.vscode-high-contrast .redshift-identity-grid .rows .cell[aria-selected='true'] {
  background: none;
  box-shadow: inset 0 0 0 1px var(--vscode-contrastActiveBorder);
}
.vscode-high-contrast .redshift-identity-grid .scroller:focus .cell.active {
  outline-width: 2px;
  outline-offset: -2px;
}
.vscode-high-contrast .redshift-identity-grid .rows .row:hover {
  outline: 1px dashed var(--vscode-contrastActiveBorder);
  outline-offset: -1px;
}
@media (forced-colors: active) {
  .redshift-identity-grid .rows .cell[aria-selected='true'] {
    forced-color-adjust: none;
    background: Highlight;
    color: HighlightText;
  }
  .redshift-identity-grid .scroller:focus .cell.active {
    outline: 2px solid CanvasText;
    outline-offset: -2px;
  }
}
`;
