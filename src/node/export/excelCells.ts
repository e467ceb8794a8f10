import type { ResultColumn } from '../../protocol/resultPayload.ts';
import { RedshiftIdentityError } from '../../core/errors.ts';
import { startsFormula } from '../../core/redshift/export/formulaStart.ts';
import { columnKind } from '../../core/redshift/results/page/columnKind.ts';
import { MomentReader } from '../../core/redshift/results/view/moment.ts';

/** What a cell of a sheet holds. */
export type CellValue = string | number | boolean;

/** How a column of a result goes into a sheet. */
export interface ExcelColumn {
  /** Excel's number format; absent for the general one. */
  readonly format?: string;
  /**
   * @param text as Redshift wrote it
   * @throws RedshiftIdentityError where a cell has no room for it
   */
  value(text: string): CellValue;
}

/** Characters that a cell holds. */
const mostCharacters = 32_767;
/** Digits of a number that Excel keeps. */
const mostDigits = 15;
/** Days from Excel's day 0 to the epoch. */
const epochDay = 25_569;
const daySeconds = 86_400;
/** 1900-03-01; before it Excel counts a day that there was not. */
const firstDay = 61;
/** 10000-01-01. */
const endDay = 2_958_466;

/** @param formulaGuard puts an apostrophe before text that would be a formula when it is typed in */
export function excelColumn(column: ResultColumn, formulaGuard: boolean): ExcelColumn {
  const { typeName, scale } = column;
  const kind = columnKind(typeName);
  switch (kind) {
    case 'integer':
      return { value: shortNumber };
    case 'bigint':
      // The general format writes more than eleven digits with an exponent.
      return { format: '0', value: shortNumber };
    case 'decimal':
      return scale === undefined
        ? { value: shortNumber }
        : { format: scale === 0 ? '0' : `0.${'0'.repeat(Math.min(scale, 30))}`, value: shortNumber };
    case 'float':
      return { value: (text) => (Number.isFinite(Number(text)) && text !== '' ? Number(text) : text) };
    case 'boolean':
      return { value: (text) => (text === 'true' ? true : text === 'false' ? false : text) };
    case 'date':
      return { format: 'yyyy-mm-dd', value: (text) => serialDay(text) };
    case 'timestamp':
    case 'timestamptz':
      // A sheet has no time zones: points in time are in UTC.
      return { format: 'yyyy-mm-dd hh:mm:ss.000', value: (text) => serialDay(text) };
    case 'time':
      return /tz|with time zone/i.test(typeName)
        ? { value: (text) => text }
        : { format: 'hh:mm:ss.000', value: timeOfDay };
    default:
      return {
        value: (text) => cellText(formulaGuard && startsFormula(text) ? `'${text}` : text, column),
      };
  }
}

/** A name of a column as text of a cell. */
export function headerText({ name }: ResultColumn, formulaGuard: boolean): string {
  return escaped(formulaGuard && startsFormula(name) ? `'${name}` : name);
}

/** As a number where Excel keeps all of its digits. */
function shortNumber(text: string): CellValue {
  const digits = text.replace(/^[+-]?0*|\./g, '');
  return digits.length <= mostDigits && /^[+-]?\d*\.?\d+$/.test(text) ? Number(text) : text;
}

const reader = new MomentReader();
const encoder = new TextEncoder();

/** Days in Excel's count; text where that does not reach. */
function serialDay(text: string): CellValue {
  const bytes = encoder.encode(text);
  if (!reader.read(bytes, 0, bytes.length)) return text;
  const day = epochDay + reader.seconds / daySeconds + reader.micros / 1e6 / daySeconds;
  return day >= firstDay && day < endDay ? day : text;
}

/** As a part of a day; 24:00:00 as text: a sheet would show it as midnight before. */
function timeOfDay(text: string): CellValue {
  const bytes = encoder.encode(text);
  if (!reader.read(bytes, 0, bytes.length) || reader.seconds >= daySeconds) return text;
  return (reader.seconds + reader.micros / 1e6) / daySeconds;
}

function cellText(text: string, { name }: ResultColumn): string {
  if (text.length <= mostCharacters) return escaped(text);
  throw new RedshiftIdentityError(
    `A value of the column ${name} has ${text.length.toLocaleString('en-US')} characters; a cell of Excel holds 32,767.`,
    {
      code: 'ValueDoesNotFit',
      remedy: 'Export it as CSV, JSON or Parquet, or shorten it with LEFT in the statement.',
    },
  );
}

const strange = /[\0-\x08\x0b-\x1f\x7f\ufffe\uffff]|_(?=x[0-9a-f]{4}_)/gi;

/** Characters that XML has no place for, in the way that Office Open XML spells them (ST_Xstring). */
function escaped(text: string): string {
  return text.replace(
    strange,
    (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );
}
