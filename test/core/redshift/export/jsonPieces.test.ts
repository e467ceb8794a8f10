import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jsonPieces, ndjsonPieces } from '../../../../src/core/redshift/export/jsonPieces.ts';
import type { Row } from '../../../../src/core/redshift/results/contract.ts';
import { everyColumn, everyRow } from './everyType.ts';
import { exportRows, wholeFile } from './exportRows.ts';
import { queryDuckDb } from './queryDuckDb.ts';

async function jsonOf(names: readonly string[], rows: readonly Row[], pageRows?: number): Promise<string> {
  return (await wholeFile(jsonPieces(await exportRows(names, rows, pageRows)))).toString();
}

async function ndjsonOf(names: readonly string[], rows: readonly Row[], pageRows?: number): Promise<string> {
  return (await wholeFile(ndjsonPieces(await exportRows(names, rows, pageRows)))).toString();
}

/** Values as they stand in the file, of one column and one row each. */
async function written(typeName: string, values: readonly (string | null)[]): Promise<string[]> {
  const lines = (
    await ndjsonOf(
      [`v:${typeName}`],
      values.map((value) => [value]),
    )
  )
    .trimEnd()
    .split('\n');
  return lines.map((line) => line.slice('{"v":'.length, -1));
}

describe('a JSON file', () => {
  it('is an array with an object for each row, a line each', async () => {
    const text = await jsonOf(
      ['id:int4', 'name'],
      [
        ['1', 'a'],
        ['2', null],
        [null, ''],
      ],
      2,
    );
    assert.equal(text, '[\n{"id":1,"name":"a"},\n{"id":2,"name":null},\n{"id":null,"name":""}\n]\n');
  });

  it('is an empty array without rows', async () => {
    assert.deepEqual(JSON.parse(await jsonOf(['a'], [])), []);
  });

  it('has a member for each column, of whatever name', async () => {
    const names = ['a', 'a', 'A', 'a_2', '', '__proto__', '"q"\n'];
    const text = await ndjsonOf(names, [names.map((_, index) => String(index))]);
    const members = Object.entries(JSON.parse(text) as object);
    assert.deepEqual(members, [
      ['a', '0'],
      ['a_3', '1'],
      ['A_4', '2'],
      ['a_2', '3'],
      ['column_5', '4'],
      ['__proto__', '5'],
      ['"q"\n', '6'],
    ]);
  });

  const values: { typeName: string; values: (string | null)[]; written: string[] }[] = [
    {
      typeName: 'int8',
      values: ['9223372036854775807', '-9223372036854775808', null, '+5'],
      written: ['9223372036854775807', '-9223372036854775808', 'null', '"+5"'],
    },
    {
      typeName: 'numeric(38,2)',
      values: ['123456789012345678901234567890123456.10', '-0.50', '.5', '007'],
      written: ['123456789012345678901234567890123456.10', '-0.50', '".5"', '"007"'],
    },
    {
      typeName: 'float8',
      values: ['1e+20', '-2.5E-10', 'NaN', '-Infinity', '1.'],
      written: ['1e+20', '-2.5E-10', '"NaN"', '"-Infinity"', '"1."'],
    },
    { typeName: 'bool', values: ['t', 'f', 'true', null], written: ['true', 'false', 'true', 'null'] },
    {
      typeName: 'super',
      values: ['{"a":12345678901234567890}', '[1,\r\n2]', '"x"', 'null', 'not json', null],
      written: ['{"a":12345678901234567890}', '[1, 2]', '"x"', 'null', '"not json"', 'null'],
    },
    {
      typeName: 'varchar',
      values: ['"\\/', '\u0001\b\t\n\f\r\u001f', '漢🎉', '</script>'],
      written: ['"\\"\\\\/"', '"\\u0001\\b\\t\\n\\f\\r\\u001f"', '"漢🎉"', '"</script>"'],
    },
  ];
  for (const { typeName, values: given, written: expected } of values) {
    it(`writes ${typeName}`, async () => {
      assert.deepEqual(await written(typeName, given), expected);
    });
  }

  for (const [name, write] of [
    ['json', jsonOf],
    ['ndjson', ndjsonOf],
  ] as const) {
    it(`gives each type back by another reader: ${name}`, async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-'));
      try {
        const file = path.join(folder, `result.${name}`);
        await writeFile(file, await write(everyColumn, everyRow, 2));
        // Those that it makes doubles of.
        const left = everyColumn.map((column) => /numeric\(\d+,[1-9]\d*\)|super/.test(column));
        const kept = <T>(list: readonly T[]): T[] => list.filter((_, index) => left[index] === false);
        const columns = kept(everyColumn).map((column) => `${column.split(':')[0]}: 'VARCHAR'`);
        const read = await queryDuckDb(
          `SELECT * FROM read_json('${file}', columns = {${columns.join(', ')}})`,
        );
        const spelled = (value: string | null) => (value === 't' ? 'true' : value === 'f' ? 'false' : value);
        assert.deepEqual(
          read,
          everyRow.map((row) => kept(row).map(spelled)),
        );
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }
});
