import { visibleText } from '../../core/redshift/results/visibleText.ts';
import { element } from '../element.ts';
import { leastWidth, mostWidth } from '../grid/firstWidths.ts';
import { formStyle } from '../style/formStyle.ts';
import { textButton } from './button.ts';
import { placeOf, withPlace } from './layoutChange.ts';
import type { PopupOptions } from './popups.ts';
import type { Tools } from './tools.ts';

/** Pixels that an arrow key changes. */
const step = 10;

/** Asks for the width of a column; what is written shows at once. */
export function openColumnWidth(tools: Tools, options: PopupOptions & { readonly column: number }): void {
  const { document, grid, model, popups } = tools;
  const { column } = options;
  const before = placeOf(grid.layout, column)?.width;
  const field = element(document, 'input', 'field');
  field.type = 'number';
  Object.assign(field, { min: String(leastWidth), max: String(mostWidth), step: String(step) });
  field.value = String(Math.round(before ?? 0));
  const label = element(document, 'label', 'form-range', 'Pixels', field);
  const done = element(document, 'button', 'button', 'OK');
  done.type = 'submit';
  const change = (width: number | undefined): void => {
    if (width !== undefined && width >= leastWidth && width <= mostWidth)
      grid.setLayout(withPlace(grid.layout, column, { width }));
  };
  const cancel = textButton(document, 'Cancel', () => popups.close());
  let isTaken = false;
  const name = model.columns[column]?.name ?? '';
  const title = element(document, 'div', 'form-title', `Width of ${visibleText(name)}`);
  const form = element(
    document,
    'form',
    'form',
    title,
    label,
    element(document, 'div', 'form-buttons', done, cancel),
  );
  form.noValidate = true;
  const dialog = element(document, 'div', '', form);
  dialog.setAttribute('role', 'dialog');
  dialog.setAttribute('aria-label', title.textContent ?? '');
  field.addEventListener('input', () => change(field.valueAsNumber));
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    isTaken = true;
    popups.close();
  });
  const onClose = (): void => {
    if (!isTaken) change(before);
    options.onClose?.();
  };
  popups.open(dialog, { ...options, onClose }, formStyle);
  field.focus();
  field.select();
}
