import type { DecodedArray, SchemaElement } from 'hyparquet';
import type { ColumnSource } from 'hyparquet-writer';
import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import { RedshiftIdentityError } from '../../errors.ts';
import { NumberColumn } from '../results/page/column.ts';
import { columnKind } from '../results/page/columnKind.ts';
import type { TypedRows } from '../results/page/typedRows.ts';
import { MomentReader } from '../results/view/moment.ts';
import { decimalShape, unscaled, type DecimalShape } from './decimalShape.ts';

/** How a column of a result goes into a Parquet file. */
export interface ParquetColumn {
  readonly element: SchemaElement;
  /** What the file says of it, where that is more than the writer may know. */
  readonly described?: SchemaElement;
  readonly options: Pick<ColumnSource, 'encoding' | 'statistics'>;
  /**
   * The values of the column in a page, as the writer takes them.
   * @throws RedshiftIdentityError where one is none of the type
   */
  values(page: TypedRows): ValueList;
}

/** Numbers without NULLs stay as they are; all else is a list with null among the values. */
export type ValueList = Int32Array | BigInt64Array | unknown[];

type Type = Omit<SchemaElement, 'name' | 'repetition_type'>;
type Convert = (text: string) => unknown;

const daySeconds = 86_400;
const millionth = 1_000_000n;
const text: Type = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };

/**
 * @param name that no other column of the file has
 * @param first pages, which widen a `numeric` whose values have more digits than the service tells
 */
export function parquetColumn(
  column: ResultColumn,
  index: number,
  name: string,
  first: readonly TypedRows[],
): ParquetColumn {
  const kind = columnKind(column.typeName);
  const make = (type: Type, convert: Convert, options: ParquetColumn['options'] = {}): ParquetColumn => ({
    element: { ...type, name, repetition_type: 'OPTIONAL' },
    options,
    values: (page) => plainNumbers(page, index, type) ?? converted(page, index, convert, column),
  });
  switch (kind) {
    case 'integer': {
      const isShort = /^(int2|smallint)$/i.test(column.typeName);
      return make({ type: 'INT32', converted_type: isShort ? 'INT_16' : 'INT_32' }, wholeNumber);
    }
    case 'bigint':
      return make({ type: 'INT64', converted_type: 'INT_64' }, bigNumber);
    case 'decimal': {
      const shape = decimalShape(textsOf(first, index), toldShape(column));
      return shape
        ? make(decimalType(shape), (value) => unscaled(value, shape))
        : make(text, (value) => value);
    }
    case 'float':
      // A dictionary would take -0 for 0.
      return make({ type: isFloat4(column.typeName) ? 'FLOAT' : 'DOUBLE' }, floatNumber, {
        encoding: 'PLAIN',
      });
    case 'boolean':
      return make({ type: 'BOOLEAN' }, (value) =>
        /^(true|false)$/.test(value) ? value === 'true' : undefined,
      );
    case 'date':
      return make({ type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } }, epochDays);
    case 'timestamp':
    case 'timestamptz':
      return make(
        {
          type: 'INT64',
          logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: kind === 'timestamptz', unit: 'MICROS' },
        },
        epochMicros,
      );
    case 'time':
      // Parquet has no time of day with an offset.
      return /tz|with time zone/i.test(column.typeName)
        ? make(text, (value) => value)
        : make(
            { type: 'INT64', logical_type: { type: 'TIME', isAdjustedToUTC: false, unit: 'MICROS' } },
            epochMicros,
          );
    case 'json': {
      // The writer would parse and write what it knows as JSON, and round its numbers.
      const column = make({ type: 'BYTE_ARRAY' }, (value) => value, { statistics: false });
      const described: SchemaElement = {
        ...column.element,
        converted_type: 'JSON',
        logical_type: { type: 'JSON' },
      };
      return { ...column, described };
    }
    case 'binary':
    case 'geometry':
      return make({ type: 'BYTE_ARRAY' }, bytesOf);
    case 'text':
      return make(text, (value) => value);
  }
}

/** Without a look at each value, where all are numbers. */
function plainNumbers(
  { columns, rowCount }: TypedRows,
  index: number,
  { type }: Type,
): ValueList | undefined {
  const column = columns[index];
  if (!(column instanceof NumberColumn)) return undefined;
  const { values } = column;
  const isSame =
    (type === 'INT32' && values instanceof Int32Array) ||
    (type === 'INT64' && values instanceof BigInt64Array);
  if (!isSame) return undefined;
  let hasNulls = false;
  for (let row = 0; row < rowCount && !hasNulls; row++) hasNulls = column.isNull(row);
  return hasNulls
    ? Array.from<unknown, unknown>(values, (value, row) => (column.isNull(row) ? null : value))
    : values;
}

function converted(
  page: TypedRows,
  index: number,
  convert: Convert,
  { name, typeName }: ResultColumn,
): unknown[] {
  const texts = page.columns[index]?.texts(0, page.rowCount) ?? [];
  return texts.map((value) => {
    if (value === null) return null;
    const result = convert(value);
    if (result !== undefined) return result;
    throw new RedshiftIdentityError(
      `A value of the column ${name} (${typeName}) has no place in a Parquet file.`,
      {
        code: 'ValueDoesNotFit',
        remedy: 'Export it as CSV or JSON, or cast the column in the statement.',
      },
    );
  });
}

function* textsOf(pages: readonly TypedRows[], index: number): Generator<string | null> {
  for (const page of pages) for (let row = 0; row < page.rowCount; row++) yield page.text(index, row);
}

function toldShape({ typeName, precision, scale = 0 }: ResultColumn): DecimalShape | undefined {
  if (precision !== undefined) return { precision, scale };
  const match = /\((\d+)(?:\s*,\s*(\d+))?\)/.exec(typeName);
  return match ? { precision: Number(match[1]), scale: Number(match[2] ?? 0) } : undefined;
}

function decimalType({ precision, scale }: DecimalShape): Type {
  const size: Type =
    precision <= 9
      ? { type: 'INT32' }
      : precision <= 18
        ? { type: 'INT64' }
        : { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16 };
  return {
    ...size,
    converted_type: 'DECIMAL',
    precision,
    scale,
    logical_type: { type: 'DECIMAL', precision, scale },
  };
}

function isFloat4(typeName: string): boolean {
  return /^(float4|real)$/i.test(typeName);
}

const wholeNumber: Convert = (value) => {
  const number = Number(value);
  return value.trim() !== '' && Number.isInteger(number) && number === (number | 0) ? number : undefined;
};

const bigNumber: Convert = (value) => {
  if (!/^[+-]?\d+$/.test(value)) return undefined;
  const number = BigInt(value.replace('+', ''));
  return number === BigInt.asIntN(64, number) ? number : undefined;
};

const floatNumber: Convert = (value) => {
  const number = Number(value);
  return value.trim() === '' || (Number.isNaN(number) && value !== 'NaN') ? undefined : number;
};

const reader = new MomentReader();
const encoder = new TextEncoder();

const epochDays: Convert = (value) => {
  const bytes = encoder.encode(value);
  return reader.read(bytes, 0, bytes.length) ? Math.floor(reader.seconds / daySeconds) : undefined;
};

const epochMicros: Convert = (value) => {
  const bytes = encoder.encode(value);
  if (!reader.read(bytes, 0, bytes.length)) return undefined;
  const micros = BigInt(reader.seconds) * millionth + BigInt(reader.micros);
  return micros === BigInt.asIntN(64, micros) ? micros : undefined;
};

/** Of hexadecimal digits; what is none stays as it is. */
const bytesOf: Convert = (value) => {
  if (value.length % 2 === 1 || !/^[0-9a-f]*$/i.test(value)) return encoder.encode(value);
  const bytes = new Uint8Array(value.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(value.slice(2 * at, 2 * at + 2), 16);
  return bytes;
};

/** The values of several pages, one behind the other. */
export function joinValues(lists: readonly ValueList[]): DecodedArray {
  const [first] = lists;
  if (lists.length === 1 && first) return first;
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  if (lists.every((list) => list instanceof Int32Array)) return joined(new Int32Array(length), lists);
  if (lists.every((list) => list instanceof BigInt64Array)) return joined(new BigInt64Array(length), lists);
  return lists.flatMap((list) => (Array.isArray(list) ? list : Array.from<unknown>(list)));
}

function joined<T extends { set(values: V, at: number): void }, V extends { readonly length: number }>(
  target: T,
  lists: readonly V[],
): T {
  let at = 0;
  for (const list of lists) {
    target.set(list, at);
    at += list.length;
  }
  return target;
}
