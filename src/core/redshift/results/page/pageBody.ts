import { CsvScanner, type CsvFields } from './csv.ts';
import { Pacer } from './pacer.ts';
import { Scratch } from './scratch.ts';
import { TextChunks } from './textChunks.ts';

/** Bytes that are scanned between two looks at the clock: a few milliseconds. */
const sliceBytes = 1 << 20;

/** The body of an answer of GetStatementResultV2, taken apart. */
export interface PageBody {
  readonly fields: CsvFields;
  /** The same JSON with an empty list of `Records`. */
  readonly rest: Uint8Array;
}

/**
 * Takes the rows out of the body by bytes, which costs a fraction of a JSON parser's text of megabytes.
 * @param body overwritten where something is returned
 * @param scratch holds the fields
 * @returns undefined where the body has another form: the SDK reads it then
 * @throws CsvError
 */
export async function splitPageBody(
  body: Uint8Array,
  scratch: Scratch,
  pacer = new Pacer(),
): Promise<PageBody | undefined> {
  const chunks = TextChunks.of(body);
  if (chunks === undefined) return undefined;
  const scanner = new CsvScanner(chunks, scratch);
  while (scanner.scan(sliceBytes)) await pacer.pause();
  const { open, close = body.length } = chunks;
  const rest = new Uint8Array(open + 1 + body.length - close);
  rest.set(body.subarray(0, open + 1));
  rest.set(body.subarray(close), open + 1);
  return { fields: scanner.fields(), rest };
}
