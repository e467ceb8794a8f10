import { columnKind } from '../../core/redshift/results/page/columnKind.ts';
import type { ColumnCondition } from '../../protocol/resultViewSpec.ts';

/** What a column can be asked. */
export type FilterKind = 'text' | 'number' | 'date' | 'timestamp' | 'time' | 'boolean';

/** A way to ask: one of ColumnCondition, where a boolean's two values are a choice each. */
export type Operator = ColumnCondition['kind'] | 'true' | 'false';

/** What stands in the fields of the form. */
export interface FilterFields {
  readonly operator: Operator;
  /** For one text or value. */
  readonly text: string;
  readonly matchCase: boolean;
  readonly from: string;
  readonly to: string;
  readonly values: readonly (string | null)[];
}

/** A field that has to be changed before this can be asked, and how. */
export interface FieldProblem {
  readonly field: 'text' | 'from' | 'to' | 'values';
  readonly problem: string;
}

export function filterKind(typeName: string): FilterKind {
  const kind = columnKind(typeName);
  switch (kind) {
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'float':
      return 'number';
    case 'timestamptz':
      return 'timestamp';
    case 'boolean':
    case 'date':
    case 'timestamp':
    case 'time':
      return kind;
    default:
      return 'text';
  }
}

const words: Readonly<Record<Operator, string>> = {
  contains: 'contains',
  notContains: 'does not contain',
  startsWith: 'starts with',
  endsWith: 'ends with',
  equals: 'equals',
  notEquals: 'does not equal',
  range: 'is between',
  oneOf: 'is one of',
  null: 'is NULL',
  notNull: 'is not NULL',
  true: 'is true',
  false: 'is false',
};

const ofValues: readonly Operator[] = [
  'equals',
  'notEquals',
  'range',
  'oneOf',
  'contains',
  'null',
  'notNull',
];
const operators: Readonly<Record<FilterKind, readonly Operator[]>> = {
  text: [
    'contains',
    'notContains',
    'startsWith',
    'endsWith',
    'equals',
    'notEquals',
    'oneOf',
    'range',
    'null',
    'notNull',
  ],
  number: ofValues,
  date: ['range', ...ofValues.filter((operator) => operator !== 'range')],
  timestamp: ['range', ...ofValues.filter((operator) => operator !== 'range')],
  time: ['range', ...ofValues.filter((operator) => operator !== 'range')],
  boolean: ['true', 'false', 'null', 'notNull'],
};

/** The usual one first. */
export function operatorsOf(kind: FilterKind): readonly { operator: Operator; words: string }[] {
  return operators[kind].map((operator) => ({ operator, words: words[operator] }));
}

/** What the fields show of a filter that is there, or before anything is written. */
export function fieldsOf(kind: FilterKind, condition?: ColumnCondition): FilterFields {
  const empty = { text: '', matchCase: false, from: '', to: '', values: [] };
  if (!condition) return { ...empty, operator: operators[kind][0] ?? 'contains' };
  const operator = condition.kind;
  switch (condition.kind) {
    case 'equals':
    case 'notEquals':
      return kind === 'boolean' && condition.kind === 'equals'
        ? { ...empty, operator: condition.value === 'true' ? 'true' : 'false' }
        : { ...empty, operator, text: condition.value };
    case 'range':
      return { ...empty, operator, from: condition.from ?? '', to: condition.to ?? '' };
    case 'oneOf':
      return { ...empty, operator, values: condition.values };
    case 'null':
    case 'notNull':
      return { ...empty, operator };
    default:
      return { ...empty, operator, text: condition.text, matchCase: condition.matchCase };
  }
}

/** The condition that the fields ask for, or what is wrong with them. */
export function conditionOf(kind: FilterKind, fields: FilterFields): ColumnCondition | FieldProblem {
  const { operator, text, matchCase, values } = fields;
  switch (operator) {
    case 'true':
    case 'false':
      return { kind: 'equals', value: operator };
    case 'null':
    case 'notNull':
      return { kind: operator };
    case 'oneOf':
      return values.length === 0
        ? { field: 'values', problem: 'Select or enter a value.' }
        : { kind: 'oneOf', values };
    case 'range':
      return rangeOf(kind, fields);
    case 'equals':
    case 'notEquals':
      return equality(kind, operator, kind === 'text' ? text : text.trim());
    default:
      return text === ''
        ? { field: 'text', problem: 'Enter what to look for.' }
        : { kind: operator, text, matchCase };
  }
}

/** A day is all of its moments. */
const lastMoment = ' 23:59:59.999999';
const dayAlone = /^\d{4}-\d\d-\d\d$/;

function equality(
  kind: FilterKind,
  operator: 'equals' | 'notEquals',
  value: string,
): ColumnCondition | FieldProblem {
  const problem = problemOf(kind, value);
  if (problem !== undefined) return { field: 'text', problem };
  if (kind === 'timestamp' && operator === 'equals' && dayAlone.test(value)) {
    return { kind: 'range', from: value, to: value + lastMoment };
  }
  return { kind: operator, value };
}

function rangeOf(kind: FilterKind, fields: FilterFields): ColumnCondition | FieldProblem {
  const [from, to] = [fields.from, fields.to].map((end) => (kind === 'text' ? end : end.trim()));
  if (!from && !to) return { field: 'from', problem: 'Enter at least one end.' };
  for (const [field, end] of [
    ['from', from],
    ['to', to],
  ] as const) {
    const problem = end ? problemOf(kind, end) : undefined;
    if (problem !== undefined) return { field, problem };
  }
  const last = to && kind === 'timestamp' && dayAlone.test(to) ? to + lastMoment : to;
  return { kind: 'range', ...(from && { from }), ...(last && { to: last }) };
}

const zone = '(?:Z|[+-]\\d\\d(?::?\\d\\d)?)?';
const clock = '\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?';
const shapes: Readonly<Partial<Record<FilterKind, { shape: RegExp; problem: string }>>> = {
  number: {
    shape: /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|nan|inf(?:inity)?)$/i,
    problem: 'Enter a number, such as 12.5.',
  },
  date: { shape: dayAlone, problem: 'Enter a date, such as 2026-01-31.' },
  timestamp: {
    shape: new RegExp(`^\\d{4}-\\d\\d-\\d\\d(?:[ T]${clock}${zone})?$`),
    problem: 'Enter a date or a time, such as 2026-01-31 or 2026-01-31 18:30.',
  },
  time: { shape: new RegExp(`^${clock}${zone}$`), problem: 'Enter a time of day, such as 18:30.' },
};

function problemOf(kind: FilterKind, value: string): string | undefined {
  const expected = shapes[kind];
  return expected && !expected.shape.test(value) ? expected.problem : undefined;
}

/** What a field may hold, as an example. */
export function exampleOf(kind: FilterKind): string {
  const examples: Partial<Record<FilterKind, string>> = {
    number: '12.5',
    date: '2026-01-31',
    timestamp: '2026-01-31 18:30',
    time: '18:30',
  };
  return examples[kind] ?? '';
}
