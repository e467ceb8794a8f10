import assert from 'node:assert/strict';
import { decodeRsql, encodeRsql, RsqlFormatError } from '../../../src/core/notebook/rsqlBytes.ts';

const bytes = (...values: (number | string)[]) =>
  Uint8Array.from(
    values.flatMap((value) => (typeof value === 'string' ? [...new TextEncoder().encode(value)] : [value])),
  );

describe('decodeRsql', () => {
  it('keeps a byte order mark', () => {
    const file = bytes(0xef, 0xbb, 0xbf, 'SELECT 1;');
    assert.deepEqual([decodeRsql(file), encodeRsql(decodeRsql(file))], ['\uFEFFSELECT 1;', file]);
  });

  const refused: [label: string, file: Uint8Array, code: string, message: RegExp][] = [
    ['Latin-1', bytes('SELECT 1;\nSELECT ', 0xe9, ' FROM t'), 'NotUtf8', /byte 17 \(line 2\)/],
    ['a lone continuation byte', bytes('a', 0x80), 'NotUtf8', /byte 1 /],
    ['a character cut off at the end', bytes('ab', 0xe2, 0x82), 'NotUtf8', /byte 2 /],
    ['one that begins like the replacement character', bytes('ab', 0xef, 0xbf), 'NotUtf8', /byte 2 /],
    ['a replacement character before it', bytes('\uFFFD', 0xff), 'NotUtf8', /byte 3 /],
    ['an encoded surrogate', bytes(0xed, 0xa0, 0x80), 'NotUtf8', /byte 0 /],
    ['UTF-16 LE', bytes(0xff, 0xfe, 'S', 0), 'NotUtf8', /UTF-16/],
    ['UTF-16 BE', bytes(0xfe, 0xff, 0, 'S'), 'NotUtf8', /UTF-16/],
    ['UTF-16 without a mark', bytes('S', 0, 'E', 0), 'NotText', /byte 1 .*NUL/],
  ];
  for (const [label, file, code, message] of refused) {
    it(`refuses ${label} and says what to do`, () =>
      assert.throws(
        () => decodeRsql(file),
        (error) =>
          error instanceof RsqlFormatError &&
          error.code === code &&
          message.test(error.message) &&
          /UTF-8/.test(error.remedy ?? ''),
      ));
  }
});
