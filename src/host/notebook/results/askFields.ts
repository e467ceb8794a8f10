/** What came from a renderer has another shape than a call. */
export class Misshapen extends Error {
  override readonly name = 'Misshapen';
}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Misshapen();
  return value as Fields;
}

/** A whole number from 0 on, without `end`. */
export function count(value: unknown, end = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isSafeInteger(value) || Number(value) < 0 || Number(value) >= end) throw new Misshapen();
  return Number(value);
}

/** @param longest characters */
export function text(value: unknown, longest: number): string {
  if (typeof value !== 'string' || value.length > longest) throw new Misshapen();
  return value;
}

export function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Misshapen();
  return value;
}

export function oneOf<T extends string>(value: unknown, values: readonly T[]): T {
  const known = values.find((one) => one === value);
  if (known === undefined) throw new Misshapen();
  return known;
}

/** @param most items */
export function list<T>(value: unknown, most: number, read: (item: unknown) => T): T[] {
  if (!Array.isArray(value) || value.length > most) throw new Misshapen();
  // `map` would leave out what is not there.
  return Array.from<unknown, T>(value, read);
}

/** The member if it is there: `{ to: '9' }`, else nothing. */
export function maybe<Name extends string, T>(
  fields: Fields,
  name: Name,
  read: (value: unknown) => T,
): { [Key in Name]?: T } {
  const value = fields[name];
  return value === undefined ? {} : ({ [name]: read(value) } as { [Key in Name]?: T });
}
