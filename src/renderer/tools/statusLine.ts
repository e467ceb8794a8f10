import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { Aggregates } from '../../protocol/gridMessages.ts';
import type { CellBlock } from '../../protocol/resultViewSpec.ts';
import { isCancelled, refusalText } from '../callRefused.ts';
import { element } from '../element.ts';
import type { Grid } from '../grid/contract.ts';
import type { ResultModel } from '../resultModel.ts';
import { textButton } from './button.ts';

export interface StatusLine {
  readonly element: HTMLElement;
  say(words: string): void;
  refuse(error: unknown): void;
}

/** Milliseconds that a selection stays before its cells are added up. */
const selectingPause = 150;
/** Milliseconds of work before its progress shows. */
const progressPause = 300;
/** Milliseconds that words about what was done stay. */
const wordsStay = 8_000;

/** What the selected cells give together, what was done, and how far work is, below the grid. */
export function statusLine(document: Document, model: ResultModel, grid: Grid): StatusLine {
  const words = element(document, 'span', 'status-words');
  words.setAttribute('role', 'status');
  const sums = element(document, 'span', 'status-sums');
  sums.setAttribute('aria-label', 'Selected cells');
  sums.setAttribute('role', 'group');
  const progress = progressView(document, model);
  const line = element(document, 'div', 'status', words, progress, sums);
  let fading: ReturnType<typeof setTimeout> | undefined;

  const tell = (text: string, isProblem: boolean): void => {
    clearTimeout(fading);
    words.textContent = text;
    words.classList.toggle('refused', isProblem);
    if (!isProblem) fading = setTimeout(() => (words.textContent = ''), wordsStay);
  };
  const refuse = (error: unknown): void => {
    if (!isCancelled(error)) tell(refusalText(error), true);
  };
  model.on('problem', refuse);
  model.on('view', () => {
    if (words.classList.contains('refused')) tell('', false);
  });
  followSelection(model, grid, (text) => (sums.textContent = text));
  return { element: line, say: (text) => tell(text, false), refuse };
}

function progressView(document: Document, model: ResultModel): HTMLElement {
  const bar = element(document, 'progress');
  bar.setAttribute('aria-label', 'Sorting and filtering');
  const text = element(document, 'span');
  const cancel = textButton(document, 'Cancel', () => model.cancel(), 'link');
  const view = element(document, 'span', 'status-progress', bar, text, cancel);
  view.hidden = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  model.on('progress', (progress) => {
    if (!progress) {
      clearTimeout(timer);
      timer = undefined;
      view.hidden = true;
      return;
    }
    timer ??= setTimeout(() => (view.hidden = false), progressPause);
    const { done, total } = progress;
    // All rows are there, but not in their order yet.
    const isReading = done > 0 && done < total;
    if (isReading) bar.value = done / total;
    else bar.removeAttribute('value');
    text.textContent = isReading
      ? `Reading ${formatCount(done)} of ${formatCount(total)} rows`
      : 'Sorting and filtering…';
  });
  return view;
}

/** Adds up what is selected, once it stays. */
function followSelection(model: ResultModel, grid: Grid, tell: (text: string) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let adding: AbortController | undefined;
  const add = async (blocks: readonly CellBlock[]): Promise<void> => {
    const { signal } = (adding = new AbortController());
    const { viewId } = model.view;
    try {
      const sums = await model.calls?.call('aggregate', { viewId, blocks }, { signal });
      if (sums && !signal.aborted) tell(aggregatesText(sums));
    } catch {
      // What is selected is seen without its sum too.
      if (!signal.aborted) tell(`${formatCount(cellCount(blocks))} cells`);
    }
  };
  const follow = (): void => {
    clearTimeout(timer);
    adding?.abort();
    const { selection } = grid;
    if (cellCount(selection) <= 1) return tell('');
    timer = setTimeout(() => void add(selection), selectingPause);
  };
  grid.on('selection', follow);
  model.on('view', follow);
}

export function cellCount(blocks: readonly CellBlock[]): number {
  return blocks.reduce((sum, { from, to, columns }) => sum + (to - from) * columns.length, 0);
}

/** `12 cells · 1 NULL · sum 78 · average 7.09 · min 1 · max 12`. */
function aggregatesText({ cells, nulls, numbers, sum, average, min, max }: Aggregates): string {
  const parts = [
    `${formatCount(cells)} cells`,
    nulls > 0 && `${formatCount(nulls)} NULL`,
    numbers > 0 && numbers < cells - nulls && `${formatCount(numbers)} numbers`,
    sum !== undefined && `sum ${sum}`,
    average !== undefined && `average ${average}`,
    min !== undefined && `min ${shortened(min)}`,
    max !== undefined && `max ${shortened(max)}`,
  ];
  return parts.filter((part) => part !== false).join(' · ');
}

/** Characters of a text among the sums. */
const longestText = 40;

function shortened(text: string): string {
  const shown = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return visibleText(shown);
}
