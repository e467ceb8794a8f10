import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvText, fieldRecords } from '../../../../src/sandbox/aws/dataApi/resultEncoding.ts';
import { resultRows } from '../../../../src/sandbox/warehouse/resultRows.ts';
import { column } from '../heldWarehouse.ts';

type Rows = (string | null)[][];

describe('a result as CSV', () => {
  const cases: [label: string, rows: Rows, text: string][] = [
    ['NULL is nothing, an empty value is quoted', [[null, '']], ',""\r\n'],
    ['a row of one NULL is a line', [[null], [null]], '\r\n\r\n'],
    ['quotes are doubled', [['"'], ['a"b"']], '""""\r\n"a""b"""\r\n'],
    ['commas and line ends are quoted', [['a,b', 'a\nb', 'a\r']], '"a,b","a\nb","a\r"\r\n'],
    ['every other character is as it was', [['東京 😀', ' x ', '\\N', "'"]], "東京 😀, x ,\\N,'\r\n"],
    ['no rows are no text', [], ''],
  ];
  for (const [label, rows, text] of cases) {
    it(label, () => {
      assert.equal(csvText(resultRows(rows), 0, rows.length), text);
    });
  }

  it('of some rows is that of these rows', () => {
    assert.equal(csvText(resultRows([['1'], ['2'], ['3'], ['4']]), 1, 3), '2\r\n3\r\n');
  });

  it('is not cut by its size', () => {
    const long = '"x'.repeat(200_000);
    assert.equal(csvText(resultRows([[long]]), 0, 1), `"${long.replaceAll('"', '""')}"\r\n`);
  });
});

describe('a result as Fields', () => {
  const cases: [typeName: string, value: string | null, field: string][] = [
    ['int8', '-9223372036854775808', '{"longValue":-9223372036854775808}'],
    ['int4', '0', '{"longValue":0}'],
    ['oid', '26', '{"longValue":26}'],
    ['float8', '-1.5e-10', '{"doubleValue":-1.5e-10}'],
    ['float8', 'NaN', '{"doubleValue":"NaN"}'],
    ['float4', '-Infinity', '{"doubleValue":"-Infinity"}'],
    ['bool', 't', '{"booleanValue":true}'],
    ['bool', 'false', '{"booleanValue":false}'],
    ['numeric', '0.10', '{"stringValue":"0.10"}'],
    ['varchar', '', '{"stringValue":""}'],
    ['varchar', null, '{"isNull":true}'],
  ];
  for (const [typeName, value, field] of cases) {
    it(`${typeName} ${value ?? 'NULL'}`, () => {
      assert.equal(fieldRecords(resultRows([[value]]), [column('c', typeName)], 0, 1).text, `[[${field}]]`);
    });
  }

  it('has the text of every string', () => {
    const row = fc.tuple(
      fc.option(fc.string({ unit: 'binary' }).filter(wellFormed), { nil: null }),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const { text } = fieldRecords(
          resultRows(rows),
          [column('a', 'varchar'), column('b', 'super')],
          0,
          rows.length,
        );
        assert.deepEqual(
          JSON.parse(text),
          rows.map((values) =>
            values.map((value) => (value === null ? { isNull: true } : { stringValue: value })),
          ),
        );
      }),
    );
  });
});

/** UTF-8 has no lone surrogates. */
function wellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text;
}
