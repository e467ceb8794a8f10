import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { ColumnProfile } from '../../protocol/gridMessages.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import { isCancelled, refusalText } from '../callRefused.ts';
import { element } from '../element.ts';
import { formStyle } from '../style/formStyle.ts';
import { profileStyle } from '../style/profileStyle.ts';
import { valueText } from '../valueCell.ts';
import { textButton } from './button.ts';
import type { PopupOptions } from './popups.ts';
import type { Tools } from './tools.ts';

/** Frequent values that are listed; a filter offers more. */
const mostShown = 10;

/** Values that are listed beside a histogram. */
const fewValues = 5;

/** Shows what a column holds, of the rows that are shown. */
export function openColumnProfile(tools: Tools, options: PopupOptions & { readonly column: number }): void {
  const { document, model, popups } = tools;
  const { column } = options;
  const { name = '', typeName = '', numeric = false } = model.columns[column] ?? {};
  const title = element(
    document,
    'div',
    'form-title',
    element(document, 'bdi', '', ...valueText(document, name)),
    element(document, 'bdi', 'type', ...valueText(document, typeName)),
  );
  const body = element(document, 'div', 'profile', 'Reading…');
  body.setAttribute('aria-live', 'polite');
  const close = textButton(document, 'Close', () => popups.close());
  const panel = element(
    document,
    'div',
    'form',
    title,
    body,
    element(document, 'div', 'form-buttons', close),
  );
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', `Statistics of ${visibleText(name)}`);
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
  });
  const closed = new AbortController();
  const onClose = (): void => {
    closed.abort();
    options.onClose?.();
  };
  popups.open(panel, { ...options, onClose }, formStyle, profileStyle);
  close.focus();
  const { viewId } = model.view;
  void model.calls?.call('profile', { viewId, column }, { signal: closed.signal }).then(
    (profile) => {
      body.replaceChildren(...profileView(document, profile, { name, typeName, numeric }));
      popups.place();
    },
    (error: unknown) => {
      if (!isCancelled(error)) body.replaceChildren(element(document, 'p', 'problem', refusalText(error)));
    },
  );
}

/** Facts as a list of terms, then how the values are spread. */
function profileView(document: Document, profile: ColumnProfile, { numeric }: ResultColumn): HTMLElement[] {
  const { rows, nulls, distinct, min, max, average, histogram, top } = profile;
  const facts: [term: string, fact: string | undefined][] = [
    ['Rows', formatCount(rows)],
    ['NULL', `${formatCount(nulls)} (${share(nulls, rows)})`],
    ['Distinct', formatCount(distinct)],
    ['Minimum', min],
    ['Maximum', max],
    ['Average', average],
  ];
  const list = element(document, 'dl', 'facts');
  for (const [term, fact] of facts) {
    if (fact === undefined) continue;
    const value = element(document, 'dd', '', element(document, 'bdi', '', ...valueText(document, fact)));
    list.append(element(document, 'dt', '', term), value);
  }
  const steps = histogram ?? [];
  const views: HTMLElement[] = [list];
  if (steps.length > 1) views.push(histogramView(document, steps));
  // Of numbers and moments that hardly repeat the most frequent ones say nothing.
  const isMeasured = numeric || steps.length > 1;
  const repeats = distinct < rows - nulls && (top[0]?.rows ?? 0) * 100 >= rows;
  if (top.length > 0 && (!isMeasured || repeats))
    views.push(topView(document, steps.length > 1 ? top.slice(0, fewValues) : top, rows));
  return views;
}

function histogramView(document: Document, steps: NonNullable<ColumnProfile['histogram']>): HTMLElement {
  const most = Math.max(...steps.map(({ rows }) => rows), 1);
  const bars = steps.map(({ from, to, rows }) => {
    const bar = element(document, 'span', 'histogram-bar');
    bar.style.height = `${rows === 0 ? 0 : Math.max(4, (rows / most) * 100)}%`;
    const column = element(document, 'span', 'histogram-step', bar);
    column.title = visibleText(`${from} to ${to}: ${formatCount(rows)} rows`);
    return column;
  });
  const picture = element(document, 'div', 'histogram', ...bars);
  picture.setAttribute('role', 'img');
  const words = steps.map(({ from, to, rows }) => `${from} to ${to}: ${formatCount(rows)}`);
  picture.setAttribute('aria-label', visibleText(`Distribution. ${words.join('; ')}`));
  const ends = [steps[0]?.from ?? '', steps.at(-1)?.to ?? ''].map((end) =>
    element(document, 'bdi', '', ...valueText(document, end)),
  );
  const scale = element(document, 'div', 'histogram-ends', ...ends);
  scale.setAttribute('aria-hidden', 'true');
  return element(document, 'div', 'histogram-figure', picture, scale);
}

function topView(document: Document, top: ColumnProfile['top'], rows: number): HTMLElement {
  const most = Math.max(...top.map((entry) => entry.rows), 1);
  const list = element(document, 'ol', 'top-values');
  list.setAttribute('aria-label', 'Most frequent values');
  for (const entry of top.slice(0, mostShown)) {
    const name =
      entry.value === ''
        ? element(document, 'span', 'top-name null', 'empty text')
        : element(document, 'bdi', 'top-name', ...valueText(document, entry.value));
    name.title = visibleText(entry.value);
    const bar = element(document, 'span', 'top-bar');
    bar.style.width = `${(entry.rows / most) * 100}%`;
    const count = element(
      document,
      'span',
      'top-count',
      `${formatCount(entry.rows)} (${share(entry.rows, rows)})`,
    );
    list.append(element(document, 'li', '', bar, name, count));
  }
  return list;
}

/** `12.5%`; what is there but little is not said to be nothing, and nearly all is not said to be all. */
export function share(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0%';
  const percent = (part / whole) * 100;
  if (percent < 0.1) return '< 0.1%';
  if (part < whole && percent > 99.9) return '> 99.9%';
  return `${Number(percent.toFixed(1))}%`;
}
