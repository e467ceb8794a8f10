import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import type { GridCalls } from '../../protocol/gridMessages.ts';
import { CallRefused, isCancelled, refusalText } from '../callRefused.ts';
import { element } from '../element.ts';
import { iconButton, plainButton } from './button.ts';
import { keepTyping, take } from './keys.ts';
import { shownColumns } from './layoutChange.ts';
import type { Tools } from './tools.ts';

export interface FindBar {
  readonly element: HTMLElement;
  readonly isOpen: boolean;
  open(): void;
  close(): void;
}

/** Milliseconds after a letter before the whole result is looked through. */
const typingPause = 150;

type Found = GridCalls['find']['answer'];
type Match = GridCalls['match']['answer'];

/** Looks for text in all rows of the view, and goes from match to match. */
export function findBar(tools: Tools): FindBar {
  const { document, grid, model } = tools;
  const input = element(document, 'input', 'field');
  input.type = 'text';
  input.placeholder = 'Find';
  input.spellcheck = false;
  input.setAttribute('aria-label', 'Find in result');
  const matchCase = plainButton(document, 'tool toggle', ['Aa'], () => {
    matchCase.setAttribute('aria-pressed', String(!isCaseMatched()));
    search();
  });
  matchCase.title = 'Match Case';
  matchCase.setAttribute('aria-label', 'Match Case');
  matchCase.setAttribute('aria-pressed', 'false');
  const count = element(document, 'span', 'find-count');
  count.setAttribute('role', 'status');
  const back = iconButton(document, 'up', 'Previous Match (Shift+Enter)', () => void go(-1));
  const forth = iconButton(document, 'down', 'Next Match (Enter)', () => void go(1));
  const end = iconButton(document, 'close', 'Close (Escape)', () => close());
  const bar = element(document, 'div', 'find-bar', input, matchCase, count, back, forth, end);
  bar.setAttribute('role', 'search');
  bar.setAttribute('aria-label', 'Find in result');
  bar.hidden = true;

  let searching: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let found: Found | undefined;
  let match: Match | undefined;
  /** Ends when the matches are counted; the one after the active cell is shown then. */
  let searched: Promise<void> = Promise.resolve();

  const isCaseMatched = (): boolean => matchCase.getAttribute('aria-pressed') === 'true';
  const tell = (words: string): void => {
    count.textContent = words;
    count.classList.toggle('none-found', found?.count === 0);
    for (const button of [back, forth]) button.disabled = !found || found.count === 0;
  };
  const position = (): string => {
    if (!found || found.count === 0) return found ? 'No matches' : '';
    const total = `${formatCount(found.count)}${found.isMore ? '+' : ''}`;
    return match ? `${formatCount(match.index + 1)} of ${total}` : `${total} matches`;
  };

  const show = (next: Match | undefined): void => {
    match = next;
    if (next) grid.reveal({ row: next.row, column: next.column });
    tell(position());
  };

  /** Where the search starts: at the active cell, and with `before` backwards. */
  const matchAt = async (signal: AbortSignal, findId: string): Promise<Match | undefined> => {
    const { row, column } = grid.activeCell ?? { row: 0, column: shownColumns(grid.layout)[0]?.column ?? 0 };
    return model.calls?.call('match', { findId, row, column, before: false }, { signal });
  };

  const look = async (): Promise<void> => {
    searching?.abort();
    const { signal } = (searching = new AbortController());
    const text = input.value;
    found = match = undefined;
    grid.highlight(text, isCaseMatched());
    if (text === '') return tell('');
    tell('Searching…');
    try {
      const columns = shownColumns(grid.layout).map(({ column }) => column);
      const { viewId } = model.view;
      found = await model.calls?.call(
        'find',
        { viewId, text, matchCase: isCaseMatched(), columns },
        { signal },
      );
      if (found && found.count > 0) show(await matchAt(signal, found.findId));
      else tell(position());
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      found = undefined;
      tell(refusalText(error));
    }
  };

  const search = (): void => {
    clearTimeout(timer);
    timer = undefined;
    searched = look();
  };

  const go = async (by: -1 | 1): Promise<void> => {
    if (timer !== undefined) {
      // What was typed last is not looked for yet; its first match is the next one.
      search();
      return searched;
    }
    await searched;
    if (!found || found.count === 0 || !searching) return;
    const { signal } = searching;
    const { count: total, findId } = found;
    const index = match ? (match.index + by + total) % total : 0;
    try {
      const next = await model.calls?.call('match', { findId, index }, { signal });
      if (!signal.aborted) show(next);
    } catch (error) {
      if (error instanceof CallRefused && error.code === 'viewGone') search();
      else if (!isCancelled(error)) tools.refuse(error);
    }
  };

  const close = (): void => {
    clearTimeout(timer);
    timer = undefined;
    searching?.abort();
    bar.hidden = true;
    grid.highlight('', false);
    grid.focus();
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, typingPause);
  });
  keepTyping(bar);
  bar.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      take(event);
      close();
    } else if (event.key === 'Enter' && event.target === input) {
      take(event);
      void go(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
  });
  // Rows of another view have other places.
  model.on('view', () => !bar.hidden && search());

  return {
    element: bar,
    get isOpen() {
      return !bar.hidden;
    },
    open() {
      const wasHidden = bar.hidden;
      bar.hidden = false;
      input.focus();
      input.select();
      if (wasHidden && input.value !== '') search();
    },
    close,
  };
}
