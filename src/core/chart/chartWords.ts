import type { ChartData, PlotChoice } from '../../protocol/chartChoice.ts';
import { formatCount } from '../redshift/results/resultSummary.ts';
import { visibleText } from '../redshift/results/visibleText.ts';

const markNames: Readonly<Record<PlotChoice['mark'], string>> = {
  bar: 'Bar chart',
  line: 'Line chart',
  area: 'Area chart',
  point: 'Scatter plot',
  histogram: 'Histogram',
};

/** Characters of a column's name in a title. */
const longestName = 60;

const numbers = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 15 });

/** A number with all digits that a double tells for sure. */
export function numberWords(value: number): string {
  return numbers.format(value);
}

/** A column's name where a chart shows it. */
export function shownName(name: string): string {
  const shown = visibleText(name).trim() || '(no name)';
  return shown.length > longestName
    ? `${shown.slice(0, longestName).replace(/[\ud800-\udbff]$/, '')}…`
    : shown;
}

/** `sum of amount`, `amount` where each row is drawn, `rows` where they are counted. */
export function measureWords({ mark, y, aggregate }: PlotChoice): string {
  if (mark === 'histogram' || y === undefined || aggregate === 'count') return 'rows';
  return aggregate === undefined ? shownName(y) : `${aggregate} of ${shownName(y)}`;
}

/** One sentence that says what is drawn, for those who don't see it. */
export function chartWords(choice: PlotChoice, { rows }: Pick<ChartData, 'rows'>): string {
  const colour = choice.colour === undefined ? '' : `, coloured by ${shownName(choice.colour)}`;
  const count = `${formatCount(rows.length)} ${rows.length === 1 ? 'mark' : 'marks'}`;
  return `${markNames[choice.mark]}: ${measureWords(choice)} by ${shownName(choice.x)}${colour}; ${count}.`;
}

/** Vega-Lite writes these titles into an expression, and escapes quotes there but no backslashes. */
export function plainTitle(title: string): string {
  return title.replaceAll('\\', '⧵').replaceAll('"', '”');
}
