import { RedshiftIdentityError } from '../errors.ts';

const remedy =
  'Open it with "Reopen Editor With… > Text Editor", then "Save with Encoding > UTF-8", and open it as a notebook again.';

/** A file that cannot be a notebook, or a header that cannot be changed. The file itself is left alone. */
export class RsqlFormatError extends RedshiftIdentityError {
  override readonly name = 'RsqlFormatError';
}

/**
 * Text of a file, byte order mark included, so that {@link encodeRsql} gives the same bytes.
 *
 * @throws RsqlFormatError `NotUtf8` or `NotText`, naming the byte
 */
export function decodeRsql(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new RsqlFormatError('The file is UTF-16; a notebook must be UTF-8.', { code: 'NotUtf8', remedy });
  }
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    throw new RsqlFormatError(`The file is not text: byte ${position(bytes, nul)} is NUL.`, {
      code: 'NotText',
      remedy,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const where = position(bytes, firstInvalidByte(bytes));
    throw new RsqlFormatError(`The file is not UTF-8: the character at byte ${where} is not valid.`, {
      code: 'NotUtf8',
      remedy,
    });
  }
}

export function encodeRsql(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function firstInvalidByte(bytes: Uint8Array): number {
  // What is valid decodes and encodes to itself; the first difference is the replacement of what is not.
  const repaired = encodeRsql(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  let offset = 0;
  while (offset < bytes.length && bytes[offset] === repaired[offset]) offset++;
  // A cut-off character may share its first bytes with the replacement character: go back to where it starts.
  while (offset > 0 && isContinuation(repaired[offset])) offset--;
  return offset;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function position(bytes: Uint8Array, offset: number): string {
  let line = 1;
  for (let index = 0; index < offset; index++) if (bytes[index] === 0x0a) line++;
  return `${offset} (line ${line})`;
}
