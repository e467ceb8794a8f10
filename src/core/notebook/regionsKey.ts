/**
 * Reads the key `regions` of a cell: `us-east-1,us-west-2` or `*` for all that are known. Undefined where it names none.
 * Names that aren't known are in the list too; the same Region twice is once.
 */
export function readRegionsKey(
  value: string | undefined,
  known: readonly string[],
): readonly string[] | undefined {
  const names = (value ?? '').split(/[\s,]+/).filter((name) => name !== '');
  if (names.length === 0) return undefined;
  return [...new Set(names.flatMap((name) => (name === '*' ? known : [name.toLowerCase()])))];
}

/** Writes the key; undefined where the cell is to run in its own Region. */
export function writeRegionsKey(names: readonly string[]): string | undefined {
  if (names.includes('*')) return '*';
  return names.length === 0 ? undefined : names.join(',');
}
