import { ByteText } from './byteText.ts';
import type { ExportRows, FilePieces } from './contract.ts';
import { appendText, appendsJson } from './jsonValue.ts';
import { rowPieces, type AppendRow } from './rowPieces.ts';
import { uniqueNames } from './uniqueNames.ts';

/** A JSON array with an object for each row, one a line (RFC 8259). */
export async function* jsonPieces(rows: ExportRows): FilePieces {
  const out = new ByteText();
  out.ascii('[');
  let separator = '\n';
  yield* objectPieces(rows, out, {
    before: () => {
      out.ascii(separator);
      separator = ',\n';
    },
    after: () => undefined,
    close: () => out.ascii('\n]\n'),
  });
}

/** A JSON object for each row, one a line. */
export async function* ndjsonPieces(rows: ExportRows): FilePieces {
  const out = new ByteText();
  yield* objectPieces(rows, out, { before: () => undefined, after: () => out.ascii('\n') });
}

/** What stands around each object, and behind the last. */
interface Around {
  before(): void;
  after(): void;
  close?(): void;
}

function objectPieces(rows: ExportRows, out: ByteText, { before, after, close }: Around): FilePieces {
  const keys = uniqueNames(rows.columns).map((name, index) => {
    const key = new ByteText();
    key.ascii(index === 0 ? '{' : ',');
    appendText(name, key);
    key.ascii(':');
    return key.take();
  });
  return rowPieces(
    rows,
    out,
    ({ columns }) => {
      const values = columns.map((column) => appendsJson(column, out));
      return (row) => {
        before();
        for (let index = 0; index < values.length; index++) {
          const key = keys[index] as Uint8Array;
          out.bytes(key, 0, key.length);
          (values[index] as AppendRow)(row);
        }
        out.byte(0x7d);
        after();
      };
    },
    close,
  );
}
