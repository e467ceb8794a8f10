import type { ChartChoice } from '../../protocol/chartChoice.ts';

/** A select of the editor. */
export interface ChartField {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Of the option that is chosen; '' where that is none of them. */
  readonly value: string;
  /** The choice with this option in it. */
  choose(value: string): ChartChoice;
}

/** The theme as a chart takes it; every colour is one that CSS understands. */
export interface ChartTheme {
  readonly isDark: boolean;
  readonly isHighContrast: boolean;
  readonly foreground: string;
  /** Of lines and labels beside what is drawn. */
  readonly quiet: string;
  readonly background: string;
  readonly grid: string;
  readonly font: string;
  /** Pixels. */
  readonly fontSize: number;
  /** Of categories, each well told apart from the background. */
  readonly colours: readonly string[];
  /** Of numbers, from the least to the most. */
  readonly ramp: readonly string[];
}

export interface DrawOptions {
  readonly theme: ChartTheme;
  /** Pixels; the height is the specification's own. */
  readonly width: number;
}

/** What is drawn, until `dispose`. */
export interface Drawing {
  /** The picture as the text of a file, without scripts. */
  svg(): Promise<string>;
  /** The picture at twice its size, in base64. */
  png(): Promise<string>;
  /** @param width pixels */
  resize(width: number): void;
  dispose(): void;
}
