/** The text is not the CSV that the Data API writes. The message holds a position, never a value. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}

const quote = 0x22;
const comma = 0x2c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Rows of a page of GetStatementResultV2, which has no header line. Rows end with CRLF or LF;
 * the last one may go without. Values keep their exact text; `null` is SQL NULL.
 * @throws CsvError
 */
export function parseCsv(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let at = 0;
  while (at < text.length) {
    const field = text.charCodeAt(at) === quote ? readQuoted(text, at) : readPlain(text, at);
    row.push(field.value);
    at = field.end;
    if (text.charCodeAt(at) === comma) {
      at++;
      // A comma as the last character still opens a field.
      if (at < text.length) continue;
      row.push(null);
    } else if (text.charCodeAt(at) === carriageReturn) {
      at += 2;
    } else {
      at++;
    }
    rows.push(row);
    row = [];
  }
  return rows;
}

interface Field {
  value: string | null;
  /** Index of the comma or line end behind the field, or the length of the text. */
  end: number;
}

// AWS doesn't document how this CSV tells NULL from ''. Settled here: an empty field is NULL, a quoted empty field is ''.
function readPlain(text: string, start: number): Field {
  let end = start;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === comma || code === lineFeed) break;
    // A carriage return alone is part of the value.
    if (code === carriageReturn && text.charCodeAt(end + 1) === lineFeed) break;
  }
  return { value: end === start ? null : text.slice(start, end), end };
}

function readQuoted(text: string, start: number): Field {
  let value = '';
  let from = start + 1;
  for (;;) {
    const close = text.indexOf('"', from);
    if (close < 0) throw new CsvError(`The quoted field at character ${start} never ends.`);
    value += text.slice(from, close);
    if (text.charCodeAt(close + 1) !== quote) {
      requireFieldEnd(text, close + 1);
      return { value, end: close + 1 };
    }
    value += '"';
    from = close + 2;
  }
}

function requireFieldEnd(text: string, at: number): void {
  if (at >= text.length) return;
  const code = text.charCodeAt(at);
  if (code === comma || code === lineFeed) return;
  if (code === carriageReturn && text.charCodeAt(at + 1) === lineFeed) return;
  throw new CsvError(`A closing quote at character ${at - 1} is followed by text.`);
}
