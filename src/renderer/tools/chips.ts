import { visibleText } from '../../core/redshift/results/visibleText.ts';
import { element, type Child } from '../element.ts';
import { valueText } from '../valueCell.ts';
import { conditionText, wholeResult, withoutFilter, withoutSort, isWhole } from '../viewSpec.ts';
import { iconButton, plainButton, textButton } from './button.ts';
import { icon } from './icon.ts';
import type { LazyTools } from './lazyTools.ts';
import type { Tools } from './tools.ts';

/** Characters of a chip. */
const longestChip = 60;

/** The filters and sort keys that are on, each to be changed or removed; hidden where there are none. */
export function chips(tools: Tools, lazy: LazyTools): HTMLElement {
  const { document, model } = tools;
  const bar = element(document, 'div', 'chips');
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', 'Filters and order');
  const draw = (): void => {
    const { spec } = model;
    // What is pressed goes away: the focus goes to what stands in its place.
    const buttons = [...bar.querySelectorAll('button')];
    const focused = buttons.findIndex((button) => button === document.activeElement);
    bar.hidden = isWhole(spec);
    bar.replaceChildren(
      ...spec.filters.map((_, at) => filterChip(tools, lazy, at)),
      ...spec.sort.map((_, at) => sortChip(tools, at)),
    );
    if (!bar.hidden)
      bar.append(textButton(document, 'Clear All', () => void model.apply(wholeResult), 'link'));
    if (focused < 0) return;
    const left = bar.querySelectorAll('button');
    if (left.length > 0) left[Math.min(focused, left.length - 1)]?.focus();
    else tools.grid.focus();
  };
  model.on('spec', draw);
  model.on('columns', draw);
  draw();
  return bar;
}

function filterChip(tools: Tools, lazy: LazyTools, at: number): HTMLElement {
  const { document, model } = tools;
  const filter = model.spec.filters[at];
  if (!filter) return element(document, 'span');
  const words = conditionText(filter);
  const shown = words.length > longestChip ? `${words.slice(0, longestChip)}…` : words;
  const name = nameOf(tools, filter.column);
  const edit = plainButton(
    document,
    'chip-text',
    [icon(document, 'filter'), bdi(document, name), ' ', bdi(document, shown)],
    () => lazy.filter({ column: filter.column, at, anchor: edit, returnFocus: () => edit.focus() }),
  );
  edit.title = visibleText(`${name} ${words}`);
  edit.setAttribute('aria-label', visibleText(`Filter: ${name} ${shown}. Change`));
  const remove = iconButton(
    document,
    'close',
    visibleText(`Remove the filter on ${name}`),
    () => void model.apply(withoutFilter(model.spec, at)),
  );
  return element(document, 'span', 'chip', edit, remove);
}

function sortChip(tools: Tools, at: number): HTMLElement {
  const { document, model } = tools;
  const key = model.spec.sort[at];
  if (!key) return element(document, 'span');
  const name = nameOf(tools, key.column);
  const order = key.descending ? 'descending' : 'ascending';
  const turn = plainButton(
    document,
    'chip-text',
    [icon(document, key.descending ? 'down' : 'up'), bdi(document, name)],
    () => {
      const sort = model.spec.sort.map((known) =>
        known.column === key.column ? { ...known, descending: !known.descending } : known,
      );
      void model.apply({ ...model.spec, sort });
    },
  );
  turn.title = visibleText(`Sorted by ${name}, ${order}, NULLs ${key.nulls}`);
  turn.setAttribute('aria-label', `${turn.title}. Turn around`);
  const remove = iconButton(
    document,
    'close',
    visibleText(`Don’t sort by ${name}`),
    () => void model.apply(withoutSort(model.spec, key.column)),
  );
  return element(document, 'span', 'chip', turn, remove);
}

function nameOf({ model }: Tools, column: number): string {
  return model.columns[column]?.name ?? `column ${column + 1}`;
}

function bdi(document: Document, text: string): Child {
  return element(document, 'bdi', '', ...valueText(document, text));
}
