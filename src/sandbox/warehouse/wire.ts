/** PostgreSQL's frontend/backend protocol 3.0: the messages that the sandbox sends and reads. */

const encoder = new TextEncoder();

function message(type: string, ...parts: (Uint8Array | number)[]): Uint8Array {
  const bodies = parts.map((part) => (typeof part === 'number' ? int16(part) : part));
  const length = bodies.reduce((sum, body) => sum + body.length, 4);
  const bytes = new Uint8Array(length + 1);
  bytes[0] = type.charCodeAt(0);
  new DataView(bytes.buffer).setInt32(1, length);
  let at = 5;
  for (const body of bodies) {
    bytes.set(body, at);
    at += body.length;
  }
  return bytes;
}

function int16(value: number): Uint8Array {
  return Uint8Array.of((value >> 8) & 255, value & 255);
}

function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value);
  return bytes;
}

function zeroEnded(text: string): Uint8Array {
  return encoder.encode(`${text}\0`);
}

/** Simple query: several statements are possible. Only for text of the sandbox's own. */
export function simpleQuery(sql: string): Uint8Array {
  return message('Q', zeroEnded(sql));
}

/** Parse, Bind, Describe, Execute, Sync of one statement with parameters in text form, their types left to the server. */
export function extendedQuery(sql: string, parameters: readonly string[]): Uint8Array {
  const unnamed = zeroEnded('');
  const values = parameters.flatMap((value) => {
    const bytes = encoder.encode(value);
    return [int32(bytes.length), bytes];
  });
  const portal = Uint8Array.of('P'.charCodeAt(0), 0);
  const messages = [
    message('P', unnamed, zeroEnded(sql), 0),
    message('B', unnamed, unnamed, 0, parameters.length, ...values, 0),
    message('D', portal),
    message('E', unnamed, int32(0)),
    message('S'),
  ];
  const all = new Uint8Array(messages.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of messages) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export interface FieldDescription {
  name: string;
  /** 0 where the column is an expression. */
  tableOid: number;
  tableColumn: number;
  typeOid: number;
  typeModifier: number;
}

/** Fields of an ErrorResponse by their one-letter codes. */
export type ErrorFields = Readonly<Record<string, string>>;

export interface BackendEvents {
  onFields?: (fields: FieldDescription[]) => void;
  onRow?: (row: (string | null)[]) => void;
  /** Rows as they came, whole messages, instead of `onRow`. The memory is valid during the call only. */
  onRowBytes?: (messages: Uint8Array) => void;
  onComplete?: (tag: string) => void;
  onError?: (fields: ErrorFields) => void;
  onReady?: () => void;
}

const rowType = 'D'.charCodeAt(0);

/** A row as the server would send it. */
export function dataRow(values: readonly (string | null)[]): Uint8Array {
  const cells = values.flatMap((value) => {
    if (value === null) return [int32(-1)];
    const bytes = encoder.encode(value);
    return [int32(bytes.length), bytes];
  });
  return message('D', values.length, ...cells);
}

/** Reads a stream of backend messages that arrives in pieces. */
export class BackendReader {
  readonly #events: BackendEvents;
  #rest: Buffer = Buffer.alloc(0);

  constructor(events: BackendEvents) {
    this.#events = events;
  }

  /** `bytes` may be a view of memory that changes after the call. */
  feed(bytes: Uint8Array): void {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const all = this.#rest.length > 0 ? Buffer.concat([this.#rest, view]) : view;
    let at = 0;
    let rowsFrom = -1;
    const passRows = (): void => {
      if (rowsFrom >= 0) this.#events.onRowBytes?.(all.subarray(rowsFrom, at));
      rowsFrom = -1;
    };
    while (all.length - at >= 5) {
      const end = at + 1 + all.readInt32BE(at + 1);
      if (end > all.length) break;
      if (all[at] === rowType && this.#events.onRowBytes) {
        if (rowsFrom < 0) rowsFrom = at;
      } else {
        passRows();
        this.#read(String.fromCharCode(all[at] ?? 0), all, at + 5, end);
      }
      at = end;
    }
    passRows();
    this.#rest = Buffer.from(all.subarray(at));
  }

  #read(type: string, all: Buffer, from: number, end: number): void {
    if (type === 'D') this.#events.onRow?.(readRow(all, from));
    else if (type === 'T') this.#events.onFields?.(readFields(all, from));
    else if (type === 'C') this.#events.onComplete?.(all.toString('utf8', from, end - 1));
    else if (type === 'E') this.#events.onError?.(readError(all, from));
    else if (type === 'Z') this.#events.onReady?.();
  }
}

/** Values of a DataRow message; `from` is the index of their number. */
export function readRow(all: Buffer, from: number): (string | null)[] {
  const count = all.readInt16BE(from);
  const row = new Array<string | null>(count);
  let at = from + 2;
  for (let column = 0; column < count; column += 1) {
    const length = all.readInt32BE(at);
    at += 4;
    if (length < 0) row[column] = null;
    else {
      row[column] = all.toString('utf8', at, at + length);
      at += length;
    }
  }
  return row;
}

function readFields(all: Buffer, from: number): FieldDescription[] {
  const count = all.readInt16BE(from);
  const fields: FieldDescription[] = [];
  let at = from + 2;
  for (let column = 0; column < count; column += 1) {
    const nameEnd = all.indexOf(0, at);
    const name = all.toString('utf8', at, nameEnd);
    at = nameEnd + 1;
    fields.push({
      name,
      tableOid: all.readUInt32BE(at),
      tableColumn: all.readInt16BE(at + 4),
      typeOid: all.readUInt32BE(at + 6),
      typeModifier: all.readInt32BE(at + 12),
    });
    at += 18;
  }
  return fields;
}

function readError(all: Buffer, from: number): ErrorFields {
  const fields: Record<string, string> = {};
  for (let at = from; all[at] !== 0;) {
    const end = all.indexOf(0, at + 1);
    fields[String.fromCharCode(all[at] ?? 0)] = all.toString('utf8', at + 1, end);
    at = end + 1;
  }
  return fields;
}
