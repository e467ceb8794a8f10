import type { ColumnCondition, ColumnFilter, ResultViewSpec, SortKey } from '../protocol/resultViewSpec.ts';

/** All rows, as they came. */
export const wholeResult: ResultViewSpec = { sort: [], filters: [] };

export function isWhole({ sort, filters }: ResultViewSpec): boolean {
  return sort.length === 0 && filters.length === 0;
}

/** Sorts by this key alone or, with `add`, behind the ones that there are; a column's own key is replaced in its place. */
export function withSort(spec: ResultViewSpec, key: SortKey, add: boolean): ResultViewSpec {
  if (!add) return { ...spec, sort: [key] };
  const known = spec.sort.some(({ column }) => column === key.column);
  const sort = known
    ? spec.sort.map((other) => (other.column === key.column ? key : other))
    : [...spec.sort, key];
  return { ...spec, sort };
}

export function withoutSort(spec: ResultViewSpec, column: number): ResultViewSpec {
  return { ...spec, sort: spec.sort.filter((key) => key.column !== column) };
}

/** What a click on a header asks for: ascending, then descending, then as the rows came. */
export function withNextSort(
  spec: ResultViewSpec,
  column: number,
  add: boolean,
  nulls: SortKey['nulls'],
): ResultViewSpec {
  const key = spec.sort.find((known) => known.column === column);
  if (key?.descending) return add ? withoutSort(spec, column) : { ...spec, sort: [] };
  const descending = key !== undefined;
  return withSort(spec, { column, descending, nulls }, add);
}

/** @param at the filter that this one replaces; without it, or where there is none: behind all */
export function withFilter(spec: ResultViewSpec, filter: ColumnFilter, at?: number): ResultViewSpec {
  const filters = [...spec.filters];
  filters.splice(at ?? filters.length, at === undefined ? 0 : 1, filter);
  return { ...spec, filters };
}

export function withoutFilter(spec: ResultViewSpec, at: number): ResultViewSpec {
  return { ...spec, filters: spec.filters.filter((_, index) => index !== at) };
}

export function withoutFiltersOf(spec: ResultViewSpec, column: number): ResultViewSpec {
  return { ...spec, filters: spec.filters.filter((filter) => filter.column !== column) };
}

const verbs: Readonly<Record<string, string>> = {
  contains: 'contains',
  notContains: 'does not contain',
  startsWith: 'starts with',
  endsWith: 'ends with',
  equals: '=',
  notEquals: '≠',
};

/** What a chip says behind the name of the column: `contains “Jap”`, `10 to 20`, `is NULL`. */
export function conditionText(condition: ColumnCondition): string {
  switch (condition.kind) {
    case 'null':
      return 'is NULL';
    case 'notNull':
      return 'is not NULL';
    case 'range':
      return rangeText(condition.from, condition.to);
    case 'oneOf':
      return oneOfText(condition.values);
    case 'equals':
    case 'notEquals':
      return `${verbs[condition.kind]} ${quoted(condition.value)}`;
    default:
      return `${verbs[condition.kind]} ${quoted(condition.text)}${condition.matchCase ? ', match case' : ''}`;
  }
}

function rangeText(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return `≤ ${quoted(to ?? '')}`;
  return to === undefined ? `≥ ${quoted(from)}` : `${quoted(from)} to ${quoted(to)}`;
}

/** Values that a chip names. */
const namedValues = 3;

function oneOfText(values: readonly (string | null)[]): string {
  const named = values.slice(0, namedValues).map((value) => (value === null ? 'NULL' : quoted(value)));
  const rest = values.length - named.length;
  return `is ${named.join(', ')}${rest > 0 ? ` or ${rest} more` : ''}`;
}

function quoted(text: string): string {
  return `“${text}”`;
}
