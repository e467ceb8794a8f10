import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import { element } from '../element.ts';

/** One of the columns of a result, to be chosen by its name. */
export function columnSelect(
  document: Document,
  columns: readonly ResultColumn[],
  chosen: number,
  onChoice: (column: number) => void,
): HTMLSelectElement {
  const select = element(document, 'select', 'field');
  select.setAttribute('aria-label', 'Column');
  const options = columns.map(({ name }, index) => {
    const option = element(document, 'option', '', visibleText(name));
    option.value = String(index);
    return option;
  });
  select.append(...options);
  select.value = String(chosen);
  select.addEventListener('change', () => onChoice(Number(select.value)));
  return select;
}
