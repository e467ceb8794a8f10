/** The themes of VS Code that people have unless they choose another. */
export type ThemeName = 'dark' | 'light' | 'hcDark' | 'hcLight';

interface Theme {
  /** What a webview's body says of it, as class and as `data-vscode-theme-kind`. */
  readonly kind: string;
  readonly classes: readonly string[];
  readonly scheme: 'dark' | 'light';
  /** Place in the values below. */
  readonly index: number;
}

export const themes: Readonly<Record<ThemeName, Theme>> = {
  dark: { kind: 'vscode-dark', classes: ['vscode-dark'], scheme: 'dark', index: 0 },
  light: { kind: 'vscode-light', classes: ['vscode-light'], scheme: 'light', index: 1 },
  hcDark: { kind: 'vscode-high-contrast', classes: ['vscode-high-contrast'], scheme: 'dark', index: 2 },
  hcLight: {
    kind: 'vscode-high-contrast-light',
    classes: ['vscode-high-contrast', 'vscode-high-contrast-light'],
    scheme: 'light',
    index: 3,
  },
};

/** What VS Code sets of a theme in a webview, as CSS. A colour that the theme leaves out is not set. */
export function themeVariables(name: ThemeName): string {
  const { index } = themes[name];
  return Object.entries({ ...fonts, ...colours })
    .map(([variable, values]) => [variable, values[index]])
    .filter(([, value]) => value)
    .map(([variable, value]) => `--vscode-${variable}: ${value};`)
    .join('\n');
}

type Values = readonly [dark: string, light: string, hcDark: string, hcLight: string];
const same = (value: string): Values => [value, value, value, value];

const fonts: Readonly<Record<string, Values>> = {
  'font-family': same('system-ui, Ubuntu, "Droid Sans", sans-serif'),
  'font-weight': same('normal'),
  'font-size': same('13px'),
  'editor-font-family': same('"Droid Sans Mono", "monospace", monospace'),
  'editor-font-weight': same('normal'),
  'editor-font-size': same('14px'),
};

/** Dark Modern, Light Modern, Dark and Light High Contrast, as VS Code 1.139 hands them to a webview. */
// prettier-ignore
const colours: Readonly<Record<string, Values>> = {
  'badge-background': ['#616161', '#cccccc', '#000000', '#0f4a85'],
  'badge-foreground': ['#f8f8f8', '#3b3b3b', '#ffffff', '#ffffff'],
  'button-background': ['#0078d4', '#005fb8', '#000000', '#0f4a85'],
  'button-border': ['rgba(255, 255, 255, 0.1)', 'rgba(0, 0, 0, 0.1)', '#6fc3df', '#0f4a85'],
  'button-foreground': ['#ffffff', '#ffffff', '#ffffff', '#ffffff'],
  'button-hoverBackground': ['#026ec1', '#0258a8', '#000000', '#0f4a85'],
  'button-secondaryBackground': ['rgba(0, 0, 0, 0)', '#e5e5e5', '', '#ffffff'],
  'button-secondaryBorder': ['rgba(204, 204, 204, 0.15)', 'rgba(59, 59, 59, 0.15)', '#6fc3df', '#0f4a85'],
  'button-secondaryForeground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'button-secondaryHoverBackground': ['#2b2b2b', '#cccccc', '', ''],
  'button-separator': ['rgba(255, 255, 255, 0.4)', 'rgba(255, 255, 255, 0.4)', 'rgba(255, 255, 255, 0.4)', 'rgba(255, 255, 255, 0.4)'],
  'charts-blue': ['#59a4f9', '#0063d3', '#59a4f9', '#0063d3'],
  'charts-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'charts-green': ['#89d185', '#388a34', '#89d185', '#374e06'],
  'charts-lines': ['rgba(204, 204, 204, 0.5)', 'rgba(59, 59, 59, 0.5)', 'rgba(255, 255, 255, 0.5)', 'rgba(41, 41, 41, 0.5)'],
  'charts-orange': ['rgba(234, 92, 0, 0.33)', 'rgba(234, 92, 0, 0.33)', '', ''],
  'charts-purple': ['#b180d7', '#652d90', '#b180d7', '#652d90'],
  'charts-red': ['#f14c4c', '#e51400', '#f48771', '#b5200d'],
  'charts-yellow': ['#cca700', '#bf8803', '#ffd370', '#895503'],
  'checkbox-background': ['#313131', '#f8f8f8', '#000000', '#ffffff'],
  'checkbox-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'checkbox-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'checkbox-selectBackground': ['#202020', '#f8f8f8', '#0c141f', '#ffffff'],
  'checkbox-selectBorder': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'contrastActiveBorder': ['', '', '#f38518', '#006bbd'],
  'contrastBorder': ['', '', '#6fc3df', '#0f4a85'],
  'descriptionForeground': ['#9d9d9d', '#3b3b3b', 'rgba(255, 255, 255, 0.7)', 'rgba(41, 41, 41, 0.7)'],
  'diffEditor-insertedLineBackground': ['rgba(155, 185, 85, 0.2)', 'rgba(155, 185, 85, 0.2)', '', ''],
  'diffEditor-insertedTextBackground': ['rgba(156, 204, 44, 0.2)', 'rgba(156, 204, 44, 0.25)', '', ''],
  'disabledForeground': ['rgba(204, 204, 204, 0.5)', 'rgba(97, 97, 97, 0.5)', '#a5a5a5', '#7f7f7f'],
  'dropdown-background': ['#313131', '#ffffff', '#000000', '#ffffff'],
  'dropdown-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'dropdown-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'dropdown-listBackground': ['#1f1f1f', '#ffffff', '#000000', '#ffffff'],
  'editor-background': ['#1f1f1f', '#ffffff', '#000000', '#ffffff'],
  'editor-findMatchBackground': ['#9e6a03', '#a8ac94', '', ''],
  'editor-findMatchBorder': ['', '', '#f38518', '#006bbd'],
  'editor-findMatchHighlightBackground': ['rgba(234, 92, 0, 0.33)', 'rgba(234, 92, 0, 0.33)', '', ''],
  'editor-findMatchHighlightBorder': ['', '', '#f38518', '#006bbd'],
  'editor-findRangeHighlightBackground': ['rgba(58, 61, 65, 0.4)', 'rgba(180, 180, 180, 0.3)', '', ''],
  'editor-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'editor-selectionBackground': ['#264f78', '#add6ff', '#ffffff', '#0f4a85'],
  'editor-selectionHighlightBackground': ['rgba(173, 214, 255, 0.15)', 'rgba(173, 214, 255, 0.5)', '', ''],
  'editor-selectionHighlightBorder': ['', '', '#f38518', '#006bbd'],
  'editorGroup-border': ['rgba(255, 255, 255, 0.09)', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'editorHoverWidget-background': ['#202020', '#f8f8f8', '#0c141f', '#ffffff'],
  'editorHoverWidget-border': ['rgba(204, 204, 204, 0.2)', 'rgba(59, 59, 59, 0.2)', '#6fc3df', '#0f4a85'],
  'editorHoverWidget-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'editorLineNumber-activeForeground': ['#cccccc', '#171184', '#f38518', '#006bbd'],
  'editorLineNumber-foreground': ['#6e7681', '#6e7681', '#ffffff', '#292929'],
  'editorWarning-border': ['', '', 'rgba(255, 204, 0, 0.8)', 'rgba(255, 204, 0, 0.8)'],
  'editorWarning-foreground': ['#cca700', '#bf8803', '#ffd370', '#895503'],
  'editorWidget-background': ['#202020', '#f8f8f8', '#0c141f', '#ffffff'],
  'editorWidget-border': ['rgba(204, 204, 204, 0.2)', 'rgba(59, 59, 59, 0.2)', '#6fc3df', '#0f4a85'],
  'editorWidget-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'errorForeground': ['#f85149', '#f85149', '#f48771', '#b5200d'],
  'focusBorder': ['#0078d4', '#005fb8', '#f38518', '#006bbd'],
  'foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'icon-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'input-background': ['#313131', '#ffffff', '#000000', '#ffffff'],
  'input-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'input-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'input-placeholderForeground': ['#989898', '#767676', 'rgba(255, 255, 255, 0.7)', 'rgba(41, 41, 41, 0.7)'],
  'inputOption-activeBackground': ['rgba(36, 137, 219, 0.51)', '#bed6ed', 'rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)'],
  'inputOption-activeBorder': ['#2488db', '#005fb8', '#6fc3df', '#0f4a85'],
  'inputOption-activeForeground': ['#ffffff', '#000000', '#ffffff', '#292929'],
  'inputOption-hoverBackground': ['rgba(90, 93, 94, 0.5)', 'rgba(184, 184, 184, 0.31)', '', ''],
  'inputValidation-errorBackground': ['#5a1d1d', '#f2dede', '#000000', '#ffffff'],
  'inputValidation-errorBorder': ['#be1100', '#be1100', '#6fc3df', '#0f4a85'],
  'inputValidation-errorForeground': ['', '', '', '#292929'],
  'keybindingTable-headerBackground': ['rgba(204, 204, 204, 0.04)', 'rgba(59, 59, 59, 0.04)', '', ''],
  'keybindingTable-rowsBackground': ['rgba(204, 204, 204, 0.04)', 'rgba(59, 59, 59, 0.04)', '', ''],
  'list-activeSelectionBackground': ['#04395e', '#e8e8e8', '', 'rgba(15, 74, 133, 0.1)'],
  'list-activeSelectionForeground': ['#ffffff', '#000000', '', ''],
  'list-dropBackground': ['#383b3d', '#d6ebff', '', ''],
  'list-dropBetweenBackground': ['#cccccc', '#3b3b3b', '', ''],
  'list-filterMatchBackground': ['rgba(234, 92, 0, 0.33)', 'rgba(234, 92, 0, 0.33)', '', ''],
  'list-filterMatchBorder': ['', '', '#6fc3df', '#006bbd'],
  'list-focusHighlightForeground': ['#2aaaff', '#0066bf', '#f38518', '#006bbd'],
  'list-focusOutline': ['#0078d4', '#005fb8', '#f38518', '#006bbd'],
  'list-highlightForeground': ['#2aaaff', '#0066bf', '#f38518', '#006bbd'],
  'list-hoverBackground': ['#2a2d2e', '#f2f2f2', 'rgba(255, 255, 255, 0.1)', 'rgba(15, 74, 133, 0.1)'],
  'list-inactiveSelectionBackground': ['#37373d', '#e4e6f1', '', 'rgba(15, 74, 133, 0.1)'],
  'menu-background': ['#1f1f1f', '#ffffff', '#000000', '#ffffff'],
  'menu-border': ['#454545', '#cecece', '#6fc3df', '#0f4a85'],
  'menu-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'menu-selectionBackground': ['#0078d4', '#005fb8', '', 'rgba(15, 74, 133, 0.1)'],
  'menu-selectionBorder': ['', '', '#f38518', '#006bbd'],
  'menu-selectionForeground': ['#ffffff', '#ffffff', '', ''],
  'menu-separatorBackground': ['#454545', 'rgba(59, 59, 59, 0.2)', '#6fc3df', '#0f4a85'],
  'notebook-cellBorderColor': ['#37373d', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'notebook-cellEditorBackground': ['#181818', '#f8f8f8', '', ''],
  'notebook-cellToolbarSeparator': ['rgba(128, 128, 128, 0.35)', 'rgba(128, 128, 128, 0.35)', '#6fc3df', '#0f4a85'],
  'notebook-editorBackground': ['#1f1f1f', '#ffffff', '', ''],
  'notebook-focusedCellBorder': ['#0078d4', '#005fb8', '#f38518', '#006bbd'],
  'notebook-focusedEditorBorder': ['#0078d4', '#005fb8', '#f38518', '#006bbd'],
  'notebook-inactiveFocusedCellBorder': ['#37373d', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'notebook-inactiveSelectedCellBorder': ['', '', '#f38518', '#006bbd'],
  'notebook-selectedCellBackground': ['#37373d', 'rgba(200, 221, 241, 0.31)', '', ''],
  'notebook-selectedCellBorder': ['#37373d', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'panel-background': ['#181818', '#f8f8f8', '#000000', '#ffffff'],
  'panel-border': ['#2b2b2b', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'progressBar-background': ['#0078d4', '#005fb8', '#6fc3df', '#0f4a85'],
  'quickInput-background': ['#222222', '#f8f8f8', '#0c141f', '#ffffff'],
  'quickInput-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'quickInputList-focusBackground': ['#04395e', '#e8e8e8', '', ''],
  'quickInputList-focusForeground': ['#ffffff', '#000000', '', ''],
  'quickInputList-focusHighlightForeground': ['#2aaaff', '#0066bf', '#f38518', '#006bbd'],
  'sash-hoverBorder': ['#0078d4', '#005fb8', '#f38518', '#006bbd'],
  'scrollbar-shadow': ['#000000', '#dddddd', '', ''],
  'scrollbarSlider-activeBackground': ['rgba(191, 191, 191, 0.4)', 'rgba(0, 0, 0, 0.6)', '#6fc3df', '#0f4a85'],
  'scrollbarSlider-background': ['rgba(121, 121, 121, 0.4)', 'rgba(100, 100, 100, 0.4)', 'rgba(111, 195, 223, 0.6)', 'rgba(15, 74, 133, 0.4)'],
  'scrollbarSlider-hoverBackground': ['rgba(100, 100, 100, 0.7)', 'rgba(100, 100, 100, 0.7)', 'rgba(111, 195, 223, 0.8)', 'rgba(15, 74, 133, 0.8)'],
  'settings-headerForeground': ['#ffffff', '#1f1f1f', '#ffffff', '#292929'],
  'settings-rowHoverBackground': ['rgba(42, 45, 46, 0.3)', 'rgba(242, 242, 242, 0.3)', '', ''],
  'statusBar-background': ['#181818', '#f8f8f8', '', ''],
  'textCodeBlock-background': ['#2b2b2b', '#f8f8f8', '#000000', '#f2f2f2'],
  'textLink-activeForeground': ['#4daafc', '#005fb8', '#21a6ff', '#0f4a85'],
  'textLink-foreground': ['#4daafc', '#005fb8', '#21a6ff', '#0f4a85'],
  'textPreformat-background': ['#3c3c3c', 'rgba(0, 0, 0, 0.12)', '', '#09345f'],
  'textPreformat-border': ['', '', '#6fc3df', ''],
  'textPreformat-foreground': ['#d0d0d0', '#3b3b3b', '#ffffff', '#ffffff'],
  'toolbar-activeBackground': ['rgba(99, 102, 103, 0.31)', 'rgba(166, 166, 166, 0.31)', '', ''],
  'toolbar-hoverBackground': ['rgba(90, 93, 94, 0.31)', 'rgba(184, 184, 184, 0.31)', '', ''],
  'toolbar-hoverOutline': ['', '', '#f38518', '#006bbd'],
  'tree-inactiveIndentGuidesStroke': ['rgba(88, 88, 88, 0.4)', 'rgba(169, 169, 169, 0.4)', 'rgba(169, 169, 169, 0.4)', 'rgba(165, 165, 165, 0.4)'],
  'tree-indentGuidesStroke': ['#585858', '#a9a9a9', '#a9a9a9', '#a5a5a5'],
  'tree-tableColumnsBorder': ['rgba(204, 204, 204, 0.13)', 'rgba(97, 97, 97, 0.13)', '', ''],
  'tree-tableOddRowsBackground': ['rgba(204, 204, 204, 0.04)', 'rgba(59, 59, 59, 0.04)', '', ''],
  'widget-border': ['#313131', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'widget-shadow': ['rgba(0, 0, 0, 0.36)', 'rgba(0, 0, 0, 0.16)', '', ''],
};
