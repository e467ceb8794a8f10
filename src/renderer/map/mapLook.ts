import type { ChartTheme } from '../chart/contract.ts';

/** Colours of a map, as Vega reads them. */
export interface MapLook {
  readonly sea: string;
  readonly land: string;
  readonly border: string;
  /** From the least to the greatest measure. */
  readonly ramp: readonly string[];
  /** Below zero, at zero, and above, where a measure goes below. */
  readonly diverging: readonly string[];
  /** Of a place without a measure. */
  readonly empty: string;
  /** Around points and filled countries. */
  readonly outline: string;
}

type Colour = readonly [red: number, green: number, blue: number];

const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];

/** The theme's colours for a map; in high contrast, land is drawn by its border. */
export function mapLook(theme: ChartTheme): MapLook {
  const background = parseColour(theme.background) ?? (theme.isDark ? black : white);
  const foreground = parseColour(theme.foreground) ?? (theme.isDark ? white : black);
  const blue = parseColour(theme.colours[0] ?? '') ?? [0, 99, 211];
  const red = parseColour(theme.colours[4] ?? '') ?? [229, 20, 0];
  const { isDark, isHighContrast } = theme;
  const far = isDark ? white : black;
  const [weak, strong] = isHighContrast ? [0.5, 0.45] : [0.5, 0.35];
  return {
    sea: text(isHighContrast ? background : mix(background, blue, isDark ? 0.1 : 0.07)),
    land: text(mix(background, foreground, isHighContrast ? 0.1 : isDark ? 0.2 : 0.13)),
    border: text(isHighContrast ? foreground : mix(background, foreground, isDark ? 0.04 : 0)),
    ramp: [text(mix(blue, background, weak)), text(blue), text(mix(blue, far, strong))],
    diverging: [text(red), text(mix(background, foreground, 0.5)), text(blue)],
    empty: text(mix(background, foreground, 0.45)),
    outline: text(isHighContrast ? foreground : background),
  };
}

/** `#rgb`, `#rrggbb`, `rgb(…)`, `rgba(…)`; transparency is left out. */
function parseColour(value: string): Colour | undefined {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?$/i.exec(value);
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?$/i.exec(value);
  const hex = (match: RegExpExecArray, at: number): number =>
    Number.parseInt((match[at] ?? '0').repeat(match[at]?.length === 1 ? 2 : 1), 16);
  for (const match of [short, long]) if (match) return [hex(match, 1), hex(match, 2), hex(match, 3)];
  const parts = /^rgba?\(([^)]*)\)$/i
    .exec(value)?.[1]
    ?.match(/[\d.]+/g)
    ?.map(Number);
  const [red, green, blue] = parts ?? [];
  return red === undefined || green === undefined || blue === undefined ? undefined : [red, green, blue];
}

/** @param share of the second colour, from 0 to 1 */
function mix(one: Colour, other: Colour, share: number): Colour {
  const part = (at: 0 | 1 | 2): number => Math.round(one[at] * (1 - share) + other[at] * share);
  return [part(0), part(1), part(2)];
}

function text(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
