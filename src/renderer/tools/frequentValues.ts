import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import { isCancelled, refusalText } from '../callRefused.ts';
import { element } from '../element.ts';
import { valueText } from '../valueCell.ts';
import type { Tools } from './tools.ts';

/** The most frequent values of a column as boxes to check, and a place for others. */
export interface FrequentValues {
  readonly elements: readonly HTMLElement[];
  readonly others: HTMLTextAreaElement;
  /** What is checked or written. */
  readonly values: (string | null)[];
}

interface Entry {
  readonly value: string | null;
  readonly rows?: number;
}

/** @param chosen the values that are checked or written at first */
export function frequentValues(
  { document, model, popups }: Tools,
  column: number,
  chosen: readonly (string | null)[],
  signal: AbortSignal,
): FrequentValues {
  const others = element(document, 'textarea', 'field');
  others.rows = 2;
  others.placeholder = 'Other values, one a line';
  others.setAttribute('aria-label', others.placeholder);
  const list = element(document, 'div', 'form-values', 'Reading values…');
  list.setAttribute('role', 'group');
  list.setAttribute('aria-label', 'Frequent values');
  const checked = new Set(chosen);
  const fill = (entries: readonly Entry[]): void => {
    const listed = new Set(entries.map(({ value }) => value));
    const written = others.value === '' ? [] : [others.value];
    for (const value of checked) {
      if (value === null || listed.has(value)) continue;
      written.push(value);
      checked.delete(value);
    }
    others.value = written.join('\n');
    list.replaceChildren(...entries.map((entry) => box(document, entry, checked)));
    popups.place();
  };
  void model.calls?.call('profile', { viewId: '', column }, { signal }).then(
    ({ top, nulls }) => fill([...top, ...(nulls > 0 ? [{ value: null, rows: nulls }] : [])]),
    (error: unknown) => {
      if (isCancelled(error)) return;
      fill([{ value: null }]);
      list.prepend(element(document, 'p', 'form-note', refusalText(error)));
    },
  );
  return {
    elements: [list, others],
    others,
    get values() {
      const lines = others.value.split('\n').filter((line) => line !== '');
      return [...new Set([...checked, ...lines])];
    },
  };
}

function box(document: Document, { value, rows }: Entry, checked: Set<string | null>): HTMLElement {
  const input = element(document, 'input');
  input.type = 'checkbox';
  input.checked = checked.has(value);
  input.addEventListener('change', () => (input.checked ? checked.add(value) : checked.delete(value)));
  const name = element(document, 'bdi', value ? 'check-name' : 'check-name null');
  if (value === null) name.append('NULL');
  else name.append(...(value === '' ? ['empty text'] : valueText(document, value)));
  const count = rows === undefined ? '' : formatCount(rows);
  return element(document, 'label', 'check', input, name, element(document, 'span', 'check-count', count));
}
