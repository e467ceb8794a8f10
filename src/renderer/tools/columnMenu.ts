import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { SortKey } from '../../protocol/resultViewSpec.ts';
import { withSort, withoutFiltersOf, withoutSort } from '../viewSpec.ts';
import { moved, placeOf, shownColumns, withPlace } from './layoutChange.ts';
import { openColumnProfile } from './columnProfile.ts';
import { openColumnWidth } from './columnWidth.ts';
import { openFilterForm } from './filterForm.ts';
import { openMenu, type MenuGroup, type MenuItem } from './menu.ts';
import type { Tools } from './tools.ts';

/** Shows what can be done with one column, at its header. */
export function openColumnMenu(tools: Tools, column: number, anchor: HTMLElement): void {
  const { document, model, popups, grid } = tools;
  const name = visibleText(model.columns[column]?.name ?? '');
  const groups = model.calls
    ? [sortGroup(tools, column), nullsGroup(tools, column), filterGroup(tools, column, anchor)]
    : [];
  openMenu(document, popups, `Column ${name}`, [...groups, placeGroup(tools, column, anchor)], {
    anchor,
    returnFocus: () => grid.focus(),
  });
}

function sortGroup({ model }: Tools, column: number): MenuGroup {
  const { spec } = model;
  const own = spec.sort.find((key) => key.column === column);
  const isOnly = own !== undefined && spec.sort.length === 1;
  const sort = (descending: boolean, add: boolean): void => {
    const nulls = own?.nulls ?? model.nullOrder;
    void model.apply(withSort(spec, { column, descending, nulls }, add));
  };
  const item = (label: string, descending: boolean, add: boolean): MenuItem => ({
    label,
    checked: own?.descending === descending && (add || isOnly),
    run: () => sort(descending, add),
  });
  const others = spec.sort.some((key) => key.column !== column);
  return {
    items: [
      item('Sort Ascending', false, false),
      item('Sort Descending', true, false),
      ...(others ? [item('Then Ascending', false, true), item('Then Descending', true, true)] : []),
      ...(own ? [{ label: 'Don’t Sort', run: () => void model.apply(withoutSort(spec, column)) }] : []),
    ],
  };
}

/** Where NULLs go, of a column that is sorted. */
function nullsGroup({ model }: Tools, column: number): MenuGroup {
  const own = model.spec.sort.find((key) => key.column === column);
  if (!own) return { items: [] };
  const item = (label: string, nulls: SortKey['nulls']): MenuItem => ({
    label,
    checked: own.nulls === nulls,
    run: () => void model.apply(withSort(model.spec, { ...own, nulls }, true)),
  });
  return { items: [item('NULLs First', 'first'), item('NULLs Last', 'last')] };
}

function filterGroup(tools: Tools, column: number, anchor: HTMLElement): MenuGroup {
  const { model, grid } = tools;
  const { filters } = model.spec;
  const own = filters.flatMap((filter, at) => (filter.column === column ? [at] : []));
  const options = { column, anchor, returnFocus: () => grid.focus() };
  const [at] = own;
  return {
    items: [
      {
        label: at === undefined ? 'Filter…' : 'Change Filter…',
        run: () => openFilterForm(tools, { ...options, ...(at !== undefined && { at }) }),
      },
      ...(at === undefined
        ? []
        : [{ label: 'Clear Filter', run: () => void model.apply(withoutFiltersOf(model.spec, column)) }]),
      { label: 'Statistics…', run: () => openColumnProfile(tools, options) },
    ],
  };
}

function placeGroup(tools: Tools, column: number, anchor: HTMLElement): MenuGroup {
  const { grid } = tools;
  const { layout } = grid;
  const place = placeOf(layout, column);
  if (!place) return { items: [] };
  const move = (label: string, by: -1 | 1): MenuItem => {
    const next = moved(layout, column, by);
    return { label, disabled: next === undefined, run: () => next && grid.setLayout(next) };
  };
  return {
    items: [
      {
        label: place.pinned ? 'Unpin' : 'Pin to the Left',
        run: () => grid.setLayout(withPlace(layout, column, { pinned: !place.pinned })),
      },
      {
        label: 'Hide',
        // The last one would take the menu that brings it back along.
        disabled: shownColumns(layout).length < 2,
        run: () => grid.setLayout(withPlace(layout, column, { hidden: true })),
      },
      move('Move Left', -1),
      move('Move Right', 1),
      { label: 'Fit to Content', run: () => grid.fit([column]) },
      {
        label: 'Width…',
        run: () => openColumnWidth(tools, { column, anchor, returnFocus: () => grid.focus() }),
      },
    ],
  };
}
