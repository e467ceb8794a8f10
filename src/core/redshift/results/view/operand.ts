import { RedshiftIdentityError } from '../../../errors.ts';
import type { ColumnKind } from '../page/columnKind.ts';
import { visibleText } from '../visibleText.ts';
import { parseDecimal, type Decimal } from './decimal.ts';
import { daysInMonth, daysSinceEpoch, MomentReader, type Moment } from './moment.ts';
import { parseNumber } from './numberReader.ts';

/** What a person filters by, in the terms of the column's kind. */
export type Operand =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** `exact` is absent for NaN and infinities. */
  | { readonly kind: 'number'; readonly value: number; readonly exact?: Decimal }
  /** From its first to its last microsecond: a date among points in time stands for the whole day. */
  | { readonly kind: 'moment'; readonly from: Moment; readonly to: Moment };

/** Undefined where the text is no value of the kind. */
export function parseOperand(text: string, kind: ColumnKind): Operand | undefined {
  switch (kind) {
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'float':
      return parseNumberOperand(text);
    case 'boolean':
      return parseBoolean(text);
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return parseMoment(text.trim(), kind);
    default:
      return { kind: 'text', text };
  }
}

/** @throws RedshiftIdentityError where the text is no value of the column's type */
export function readOperand(
  text: string,
  { name, typeName, kind }: { readonly name: string; readonly typeName: string; readonly kind: ColumnKind },
): Operand {
  const operand = parseOperand(text, kind);
  if (operand !== undefined) return operand;
  const { noun, example } = kindWords[kind] ?? { noun: 'value of the column', example: '' };
  throw new RedshiftIdentityError(
    `'${shortened(text)}' is no ${noun}: the column ${shortened(name)} is of type ${typeName}.`,
    { code: 'InvalidFilter', remedy: `Write it as ${example}.` },
  );
}

interface KindWords {
  readonly noun: string;
  readonly example: string;
}

const numberWords: KindWords = { noun: 'number', example: '1250.5' };
const kindWords: { readonly [Kind in ColumnKind]?: KindWords } = {
  integer: numberWords,
  bigint: numberWords,
  decimal: numberWords,
  float: numberWords,
  boolean: { noun: 'truth value', example: 'true or false' },
  date: { noun: 'date', example: '2026-01-31' },
  time: { noun: 'time', example: '13:45 or 13:45:00.5' },
  timestamp: { noun: 'date or time', example: '2026-01-31 or 2026-01-31 13:45:00' },
  timestamptz: { noun: 'date or time', example: '2026-01-31, or 2026-01-31 13:45:00+00' },
};

function shortened(text: string): string {
  const shown = visibleText(text.slice(0, 60));
  return text.length > 60 ? `${shown}…` : shown;
}

function parseNumberOperand(text: string): Operand | undefined {
  const value = parseNumber(text);
  if (value === undefined) return undefined;
  const exact = parseDecimal(text);
  return { kind: 'number', value, ...(exact !== undefined && { exact }) };
}

function parseBoolean(text: string): Operand | undefined {
  const word = text.trim().toLowerCase();
  if (['true', 't', 'yes', '1'].includes(word)) return { kind: 'boolean', value: true };
  return ['false', 'f', 'no', '0'].includes(word) ? { kind: 'boolean', value: false } : undefined;
}

const encoder = new TextEncoder();
/** A year, a month, a day or a minute. */
const part = /^(\d{4,6})(?:-(\d\d)(?:-(\d\d)(?:[ T](\d\d):(\d\d)([+-]\d\d(?::?\d\d)?)?)?)?)?$/;
const minuteOfDay = /^(\d\d):(\d\d)$/;

function parseMoment(text: string, kind: ColumnKind): Operand | undefined {
  const span = minuteOfDay.test(text) ? exactly(`${text}:00`, 60) : partSpan(text);
  const read = span ?? exactly(text, 0);
  if (read === undefined) return undefined;
  // A zone's time cannot be compared with one that has none.
  if (read.hasOffset && kind !== 'timestamptz' && kind !== 'time') return undefined;
  if (/^\d\d:/.test(text) !== (kind === 'time')) return undefined;
  return { kind: 'moment', from: read.from, to: read.to };
}

interface Span {
  readonly from: Moment;
  readonly to: Moment;
  readonly hasOffset: boolean;
}

/** @param seconds that it takes; 0 for a point in time */
function exactly(text: string, seconds: number): Span | undefined {
  const reader = new MomentReader();
  const bytes = encoder.encode(text);
  if (!reader.read(bytes, 0, bytes.length)) return undefined;
  const from = { seconds: reader.seconds, micros: reader.micros };
  return { from, to: seconds === 0 ? from : endOf(from.seconds + seconds), hasOffset: reader.hasOffset };
}

function endOf(nextSecond: number): Moment {
  return { seconds: nextSecond - 1, micros: 999_999 };
}

function partSpan(text: string): Span | undefined {
  const match = part.exec(text);
  if (match === null) return undefined;
  const [, year = '', month, day, hours, minutes, offset = ''] = match;
  if (hours !== undefined) return exactly(`${year}-${month}-${day} ${hours}:${minutes}:00${offset}`, 60);
  const [first, last] = [Number(month ?? 1), Number(month ?? 12)];
  if (first < 1 || last > 12) return undefined;
  const lastDay = day === undefined ? daysInMonth(Number(year), last) : Number(day);
  const from = exactly(`${year}-${pad(first)}-${day ?? '01'}`, 0);
  if (from === undefined) return undefined;
  return { ...from, to: endOf((daysSinceEpoch(Number(year), last, lastDay) + 1) * 86_400) };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
