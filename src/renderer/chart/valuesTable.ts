import { measureWords, numberWords, shownName } from '../../core/chart/chartWords.ts';
import { momentWords } from '../../core/chart/momentWords.ts';
import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import type { ChartChoice, ChartData } from '../../protocol/chartChoice.ts';
import { element } from '../element.ts';
import { valueCell } from '../valueCell.ts';

/** Marks that the table lists. */
const mostRows = 200;
/** Characters of a value. */
const longest = 200;

type Field = ChartData['fields'][number];

/** What is drawn as a table, for those who would rather read it. */
export function valuesTable(document: Document, choice: ChartChoice, data: ChartData): HTMLElement {
  const { fields, rows } = data;
  const head = element(document, 'tr', '');
  for (const field of fields) {
    const cell = element(document, 'th', field.kind === 'number' ? 'number' : '', titleOf(choice, field));
    cell.scope = 'col';
    head.append(cell);
  }
  const texts = fields.map((field, index) => textOf(field, rows, index));
  const body = rows.slice(0, mostRows).map((row) =>
    element(
      document,
      'tr',
      '',
      ...fields.map(({ name, kind }, index) =>
        valueCell(document, texts[index]?.(row[index] ?? null) ?? null, {
          name,
          typeName: '',
          numeric: kind === 'number',
        }),
      ),
    ),
  );
  const words =
    rows.length > mostRows ? `the first ${formatCount(mostRows)} of ${formatCount(rows.length)}` : 'all';
  const caption = element(document, 'caption', 'unseen', `Values of the chart, ${words}`);
  const table = element(
    document,
    'table',
    '',
    caption,
    element(document, 'thead', '', head),
    element(document, 'tbody', '', ...body),
  );
  const scroll = element(document, 'div', 'scroll chart-values', table);
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', `Values of the chart, ${words}`);
  return scroll;
}

function textOf(
  { kind }: Field,
  rows: ChartData['rows'],
  index: number,
): (value: string | number | null) => string | null {
  const moments = rows.map((row) => row[index]).filter((value) => typeof value === 'number');
  const words = kind === 'time' ? momentWords(moments) : undefined;
  return (value) => {
    if (typeof value !== 'number') return value === null ? null : value.slice(0, longest);
    return (words ?? numberWords)(value);
  };
}

function titleOf(choice: ChartChoice, { name }: Field): string {
  if (choice.mark === 'map') {
    const { place } = choice;
    if (name === 'label') return shownName((place.kind !== 'country' && place.label) || name);
    if (name !== 'measure') return name;
    return choice.measure === undefined ? 'rows' : `${choice.aggregate} of ${shownName(choice.measure)}`;
  }
  if (name === 'y') return measureWords(choice);
  if (name === 'colour') return shownName(choice.colour ?? '');
  return name === 'x2' ? `${shownName(choice.x)}, up to` : shownName(choice.x);
}
