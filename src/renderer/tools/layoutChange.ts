import type { ColumnPlace } from '../grid/contract.ts';

type Layout = readonly ColumnPlace[];

export function placeOf(layout: Layout, column: number): ColumnPlace | undefined {
  return layout.find((place) => place.column === column);
}

export function withPlace(
  layout: Layout,
  column: number,
  change: Partial<Omit<ColumnPlace, 'column'>>,
): ColumnPlace[] {
  return layout.map((place) => (place.column === column ? { ...place, ...change } : place));
}

/** Columns that show, in the order in which they do: the pinned ones first. */
export function shownColumns(layout: Layout): ColumnPlace[] {
  const shown = layout.filter(({ hidden }) => !hidden);
  return [...shown.filter(({ pinned }) => pinned), ...shown.filter(({ pinned }) => !pinned)];
}

/** Moves the column past the next one that shows beside it; undefined at the end of those that are pinned, or are not. */
export function moved(layout: Layout, column: number, by: -1 | 1): ColumnPlace[] | undefined {
  const own = placeOf(layout, column);
  if (!own) return undefined;
  const peers = layout.filter((place) => place === own || (!place.hidden && place.pinned === own.pinned));
  const neighbour = peers[peers.indexOf(own) + by];
  return neighbour && placed(layout, own, neighbour, by > 0);
}

function placed(layout: Layout, own: ColumnPlace, other: ColumnPlace, isBehind: boolean): ColumnPlace[] {
  const rest = layout.filter((place) => place !== own);
  rest.splice(rest.indexOf(other) + (isBehind ? 1 : 0), 0, own);
  return rest;
}

/** All columns as the result has them, at the widths that they have. */
export function everythingShown(layout: Layout): ColumnPlace[] {
  return [...layout]
    .sort((one, other) => one.column - other.column)
    .map((place) => ({ ...place, hidden: false, pinned: false }));
}
