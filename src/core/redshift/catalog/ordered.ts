/** Order of names that is the same on every computer: Redshift compares bytes, not letters of a language. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Items in the order of their names; what Redshift made for itself comes last, because some people do use it. */
export function ordered<Item extends { readonly name: string }>(
  items: readonly Item[],
  isInternal: (name: string) => boolean = () => false,
): Item[] {
  return items.toSorted(
    (a, b) => Number(isInternal(a.name)) - Number(isInternal(b.name)) || compareNames(a.name, b.name),
  );
}

export const isInternalSchema = (name: string): boolean =>
  name === 'information_schema' || name.startsWith('pg_');

export const isInternalDatabase = (name: string): boolean =>
  name === 'padb_harvest' || name === 'sys:internal' || /^template[01]$/.test(name);

/** The item of a name, in a list by `ordered`. */
export function named<Item extends { readonly name: string }>(
  items: readonly Item[],
  name: string,
): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareNames(items[middle]?.name ?? '', name) < 0) low = middle + 1;
    else high = middle;
  }
  return items[low]?.name === name ? items[low] : undefined;
}
