import { mostShownCharacters } from '../../../protocol/gridMessages.ts';
import { previewRows, type ResultColumn, type ResultPayload } from '../../../protocol/resultPayload.ts';
import type { Row } from './contract.ts';
import { cutText } from './cutText.ts';

/** What a payload shows of a result's columns and rows. */
export type FittedPreview = Pick<
  NonNullable<ResultPayload['resultSet']>,
  'columns' | 'totalColumns' | 'rows' | 'cut'
>;

/** Characters of a column's name and type; Redshift's own names end at 127 bytes. */
const longestName = 200;
/** Of the room, what the columns may take. */
const columnShare = 0.4;
/** Rows that are worth cutting values shorter for. */
const enoughRows = 20;
/** Characters of a value, tried one after the other where there is too little room. */
const shorterLengths = [250, 60, 15];

const encoder = new TextEncoder();

/** Bytes that a value takes as JSON. */
export function jsonBytes(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}

/**
 * As much of the columns and the first rows as there is room for: of wide results the first columns, of long values
 * the beginning, and fewer rows.
 * @param room bytes of JSON
 */
export function fitPreview(
  columns: readonly ResultColumn[],
  rows: readonly Row[],
  room: number,
): FittedPreview {
  const wanted = rows.slice(0, previewRows);
  const enough = Math.min(wanted.length, enoughRows);
  const fitting = fitColumns(columns, room * columnShare);
  for (let shown = fitting; ; shown = shown.slice(0, shown.length / 2)) {
    const left = room - jsonBytes(shown);
    let fitted = fitRows(wanted, shown.length, left, mostShownCharacters);
    for (const longest of shorterLengths) {
      if (fitted.rows.length < enough) fitted = fitRows(wanted, shown.length, left, longest);
    }
    if (fitted.rows.length === 0 && wanted.length > 0 && shown.length > 1) continue;
    return {
      columns: shown,
      ...fitted,
      ...(shown.length < columns.length && { totalColumns: columns.length }),
    };
  }
}

function fitColumns(columns: readonly ResultColumn[], room: number): ResultColumn[] {
  const shown: ResultColumn[] = [];
  let bytes = 0;
  for (const column of columns) {
    const { name, typeName } = column;
    const short = { ...column, name: shorten(name), typeName: shorten(typeName) };
    bytes += jsonBytes(short) + 1;
    if (bytes > room) break;
    shown.push(short);
  }
  return shown;
}

function fitRows(
  rows: readonly Row[],
  width: number,
  room: number,
  longest: number,
): Pick<FittedPreview, 'rows' | 'cut'> {
  const shown: Row[] = [];
  const cut: [row: number, column: number, length: number][] = [];
  let bytes = 0;
  for (const row of rows) {
    const cuts: typeof cut = [];
    const values = row.slice(0, width).map((value, column) => {
      if (value === null || value.length <= longest) return value;
      cuts.push([shown.length, column, value.length]);
      return cutText(value, longest);
    });
    bytes += jsonBytes(values) + jsonBytes(cuts) + 2;
    if (bytes > room) break;
    shown.push(values);
    cut.push(...cuts);
  }
  return { rows: shown, ...(cut.length > 0 && { cut }) };
}

function shorten(name: string): string {
  return name.length <= longestName ? name : `${cutText(name, longestName)}…`;
}
