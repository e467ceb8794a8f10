import type { ChartChoice } from '../../protocol/chartChoice.ts';
import { element } from '../element.ts';
import type { ChartField } from './contract.ts';

/** Draws the selects, and keeps the focus in the one that was changed. */
export function showFields(
  editor: HTMLElement,
  fields: readonly ChartField[],
  onChoose: (choice: ChartChoice) => void,
): void {
  const { ownerDocument: document } = editor;
  const root = editor.getRootNode() as Document | ShadowRoot;
  const focused = [...editor.querySelectorAll('select')].find((select) => select === root.activeElement);
  const label = focused?.getAttribute('name');
  editor.replaceChildren(
    ...fields.map((field) => {
      const select = element(document, 'select', '');
      select.name = field.label;
      // The text of a label around it would count its options in.
      select.setAttribute('aria-label', field.label);
      const options = field.options.map(({ value, label: words }) => {
        const option = element(document, 'option', '', words);
        option.value = value;
        return option;
      });
      // A column that the result no longer has is none of the options.
      if (!field.options.some(({ value }) => value === field.value)) {
        const blank = element(document, 'option', '', 'Choose…');
        blank.value = '';
        options.unshift(blank);
      }
      select.append(...options);
      select.value = field.options.some(({ value }) => value === field.value) ? field.value : '';
      select.addEventListener('change', () => {
        if (select.value !== '') onChoose(field.choose(select.value));
      });
      const made = element(document, 'label', '', field.label, select);
      if (label === field.label) queueMicrotask(() => select.focus({ preventScroll: true }));
      return made;
    }),
  );
}
