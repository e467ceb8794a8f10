import type { ChartTheme } from './contract.ts';

/** Beside the theme's own, which are six at most; each has 3:1 to a background of its kind. */
const darkColours = [
  '#59a4f9',
  '#89d185',
  '#e8a33d',
  '#b180d7',
  '#f14c4c',
  '#4ec9b0',
  '#d7ba7d',
  '#e377c2',
  '#9cb4cc',
  '#bcbd22',
  '#8c9eff',
];
const lightColours = [
  '#0063d3',
  '#388a34',
  '#b8620a',
  '#652d90',
  '#e51400',
  '#007f7f',
  '#895503',
  '#c2185b',
  '#546e7a',
  '#7a7a00',
  '#3949ab',
];
const darkRamp = ['#1f4e79', '#2f7fb8', '#59a4f9', '#a9d1ff', '#eaf4ff'];
const lightRamp = ['#b3d1f2', '#7fb2ea', '#3f86d9', '#0063d3', '#003a7d'];
const themed = ['blue', 'green', 'orange', 'purple', 'red'] as const;

/** Reads the theme where the chart is to be. @param at an element in the page */
export function readTheme(at: HTMLElement): ChartTheme {
  const { ownerDocument: document } = at;
  const view = document.defaultView;
  const style = (view ?? window).getComputedStyle(at);
  const variable = (...names: string[]): string | undefined =>
    names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find((value) => value !== '');
  const kind = document.body.dataset['vscodeThemeKind'] ?? '';
  const isHighContrast = kind.includes('high-contrast');
  const isDark = kind === 'vscode-dark' || kind === 'vscode-high-contrast';
  const foreground = variable('charts-foreground', 'foreground') ?? (isDark ? '#cccccc' : '#3b3b3b');
  const own = isDark ? darkColours : lightColours;
  const colours = own.map((colour, index) => {
    const name = themed[index];
    return (name && opaque(variable(`charts-${name}`))) ?? colour;
  });
  return {
    isDark,
    isHighContrast,
    foreground,
    quiet: isHighContrast ? foreground : (variable('descriptionForeground') ?? foreground),
    background:
      variable('notebook-editorBackground', 'editor-background') ?? (isDark ? '#1f1f1f' : '#ffffff'),
    grid: isHighContrast ? foreground : (variable('charts-lines') ?? foreground),
    font: variable('font-family') ?? 'sans-serif',
    fontSize: Number.parseFloat(variable('font-size') ?? '') || 13,
    colours,
    ramp: isDark ? darkRamp : lightRamp,
  };
}

/** A colour that lets the background through is none to tell things apart by. */
function opaque(colour: string | undefined): string | undefined {
  return colour !== undefined && /^#[0-9a-f]{6}$/i.test(colour) ? colour : undefined;
}

/** Calls back when VS Code changes the theme. @returns ends it */
export function onThemeChange(document: Document, listener: () => void): () => void {
  const Observer = document.defaultView?.MutationObserver;
  if (!Observer) return () => {};
  const observer = new Observer(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-kind'] });
  // The variables stand here; a changed setting of colours touches nothing else.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}

/** Vega-Lite's configuration: <https://vega.github.io/vega-lite/docs/config.html>. */
export function themeConfig(theme: ChartTheme): object {
  const { background, foreground, quiet, grid, font, fontSize, colours, ramp, isHighContrast } = theme;
  const text = { labelFont: font, titleFont: font, labelFontSize: fontSize - 2, titleFontSize: fontSize - 1 };
  const first = colours[0];
  return {
    // Not left out: pale text on none is not seen where a saved picture goes.
    background,
    font,
    view: { stroke: null },
    axis: {
      ...text,
      labelColor: foreground,
      titleColor: foreground,
      titleFontWeight: 'normal',
      titlePadding: 8,
      domainColor: grid,
      tickColor: grid,
      gridColor: grid,
      gridOpacity: isHighContrast ? 0.35 : 0.4,
      labelOverlap: 'greedy',
      labelSeparation: 6,
    },
    axisBand: { grid: false, labelPadding: 4 },
    axisX: { grid: false },
    // Steps of numbers stay even.
    axisQuantitative: { labelOverlap: 'parity' },
    legend: {
      ...text,
      labelColor: foreground,
      titleColor: foreground,
      titleFontWeight: 'normal',
      symbolStrokeColor: quiet,
      labelLimit: 160,
    },
    title: { color: foreground, font },
    range: { category: colours, ordinal: ramp, ramp, heatmap: ramp },
    mark: { color: first },
    bar: { color: first, ...(isHighContrast ? { stroke: foreground, strokeWidth: 1 } : {}) },
    line: { color: first, strokeWidth: 2 },
    area: { color: first },
    point: { color: first },
    arc: { color: first },
  };
}
