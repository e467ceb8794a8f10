import { formatCount, formatRows } from '../core/redshift/results/resultSummary.ts';
import type { ResultPayload } from '../protocol/resultPayload.ts';
import { element } from './element.ts';
import { appendRows, nameTable } from './resultTable.ts';
import { RowsRefused, type RowChannel } from './rowChannel.ts';

/** Rows asked for at a time. */
const step = 500;
/** Rows that one result draws: beyond it a notebook gets slow. */
export const mostRowsDrawn = 10_000;
/** Pixels from the end of what is drawn at which the next rows are asked for. */
const nearEnd = 300;

/**
 * Lets the reader go on beyond the rows that the output holds: at the end of scrolling, or by a button.
 * @param view what `resultView` made of the payload
 */
export function addMoreRows(
  document: Document,
  view: HTMLElement,
  payload: ResultPayload,
  channel: RowChannel,
): void {
  const { resultSet } = payload;
  const scroll = view.querySelector<HTMLElement>('.scroll');
  if (!scroll || !resultSet?.resultId || resultSet.rows.length >= resultSet.totalRows) return;
  const { columns, totalRows, resultId } = resultSet;
  const last = Math.min(totalRows, mostRowsDrawn);
  let shown = resultSet.rows.length;
  let loading = false;
  /** After a refusal only the button asks again. */
  let refused = false;

  const button = element(document, 'button', 'more', 'Show more rows');
  button.type = 'button';
  const said = element(document, 'span', 'said');
  said.setAttribute('role', 'status');
  scroll.after(element(document, 'div', 'more-rows', button, said));

  const load = async (): Promise<void> => {
    if (loading || shown >= last) return;
    loading = true;
    // Not disabled: it would lose the focus.
    button.setAttribute('aria-busy', 'true');
    try {
      const rows = await channel.rows(resultId, shown, Math.min(shown + step, last), columns.length);
      if (rows.length === 0) throw new RowsRefused('There are no more rows. Run the cell again.');
      appendRows(document, scroll, columns, rows, shown);
      shown += rows.length;
      refused = false;
      tell();
    } catch (error) {
      refused = true;
      said.className = 'said refused';
      said.textContent = error instanceof RowsRefused ? error.message : 'More rows can’t be drawn.';
    } finally {
      loading = false;
      button.removeAttribute('aria-busy');
    }
  };

  const tell = (): void => {
    const words = formatRows(payload, shown);
    nameTable(scroll, words);
    const summary = view.querySelector('.summary .rows');
    if (summary) summary.textContent = words;
    said.className = 'said';
    said.textContent = `${formatCount(shown)} of ${formatCount(totalRows)} rows shown`;
    if (shown < last) return;
    if (document.activeElement === button) scroll.focus();
    button.remove();
    if (shown < totalRows) said.textContent += ', as many as a cell draws';
  };

  button.addEventListener('click', () => void load());
  scroll.addEventListener('scroll', () => {
    const left = scroll.scrollHeight - scroll.clientHeight - scroll.scrollTop;
    if (left < nearEnd && !refused) void load();
  });
}
