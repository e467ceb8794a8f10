import assert from 'node:assert/strict';
import { profileColumn } from '../../../../../src/core/redshift/results/view/profileColumn.ts';
import { columnRows, type Value } from './typedPages.ts';

async function profile(typeName: string, values: readonly Value[]) {
  return profileColumn(await columnRows(typeName, values), 0);
}

/** As `from–to: rows`. */
async function steps(typeName: string, values: readonly Value[]): Promise<string[]> {
  const { histogram = [] } = await profile(typeName, values);
  return histogram.map(({ from, to, rows }) => `${from}–${to}: ${rows}`);
}

const texts = (count: number, text: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => text(index));

describe('profileColumn', () => {
  it('tells what a column of text holds', async () => {
    const values = ['b', 'a', null, 'b', 'ab', '', null, 'b', 'a'];
    assert.deepEqual(await profile('varchar', values), {
      rows: 9,
      nulls: 2,
      distinct: 4,
      min: '',
      max: 'b',
      top: [
        { value: 'b', rows: 3 },
        { value: 'a', rows: 2 },
        { value: '', rows: 1 },
        { value: 'ab', rows: 1 },
      ],
    });
  });

  it('counts equal numbers as one value', async () => {
    const values = ['1.0', '1', '12345678901234567890.1', '12345678901234567890.2'];
    const { histogram = [], ...told } = await profile('numeric(38,1)', values);
    const shape = [histogram.length, histogram[0]?.from, histogram.at(-1)?.to, histogram.at(-1)?.rows];
    assert.deepEqual(
      [told, shape],
      [
        {
          rows: 4,
          nulls: 0,
          distinct: 3,
          min: '1.0',
          max: '12345678901234567890.2',
          average: '6172839450617283945.575',
          top: [
            { value: '1.0', rows: 2 },
            { value: '12345678901234567890.1', rows: 1 },
            { value: '12345678901234567890.2', rows: 1 },
          ],
        },
        [20, '1', '12345678901200000000', 2],
      ],
    );
  });

  it('counts what is no value of the type, but takes it for none', async () => {
    const { distinct, min, max, top } = await profile('int4', ['x', '3', 'x', '007']);
    assert.deepEqual([distinct, min, max, top[0]], [3, '3', '007', { value: 'x', rows: 2 }]);
  });

  it('looks at the rows of the view alone', async () => {
    const rows = await columnRows('int4', ['1', '2', null, '2', '5']);
    assert.deepEqual(profileColumn({ ...rows, order: Uint32Array.of(3, 2, 1) }, 0), {
      rows: 3,
      nulls: 1,
      distinct: 1,
      min: '2',
      max: '2',
      average: '2',
      histogram: [{ from: '2', to: '2', rows: 2 }],
      top: [{ value: '2', rows: 2 }],
    });
  });

  it('names fifty values at most, of equally frequent ones the smallest', async () => {
    const { distinct, top } = await profile('int4', [
      ...texts(80, (index) => String(79 - index)),
      '17',
      '29',
      '29',
    ]);
    assert.deepEqual(
      [distinct, top.map(({ value, rows }) => `${value}: ${rows}`)],
      [
        80,
        [
          '29: 3',
          '17: 2',
          ...texts(50, (index) => `${index}: 1`).filter((entry) => !/^(17|29):/.test(entry)),
        ],
      ],
    );
  });

  it('says where a value is not told whole', async () => {
    const { top } = await profile('super', [`"${'x'.repeat(5000)}"`, '1']);
    assert.deepEqual(
      top.map(({ value, cut }) => [value.length, cut]),
      [
        [1001, true],
        [1, undefined],
      ],
    );
  });

  const histograms: readonly [label: string, typeName: string, values: Value[], expected: string[]][] = [
    ['few whole numbers', 'int4', ['1', '3', '3', null], ['1–1: 1', '2–2: 0', '3–3: 2']],
    [
      'days',
      'date',
      ['2024-02-28', '2024-03-01'],
      ['2024-02-28–2024-02-28: 1', '2024-02-29–2024-02-29: 0', '2024-03-01–2024-03-01: 1'],
    ],
    ['one value', 'float8', ['2.5', '2.5'], ['2.5–2.5: 2']],
    ['what is not finite', 'float8', ['NaN', 'Infinity', '1', '-Infinity'], ['1–1: 1']],
    ['nothing finite', 'float8', ['NaN'], []],
    ['the whole reach of doubles', 'float8', ['-1.5e308', '1.5e308'], ['-1.5e+308–1.5e+308: 2']],
    ['text', 'varchar', ['1', '2'], []],
    ['booleans', 'bool', ['t', 'f'], []],
    ['NULL', 'int4', [null], []],
  ];
  for (const [label, typeName, values, expected] of histograms) {
    it(`draws ${label}`, async () => assert.deepEqual(await steps(typeName, values), expected));
  }

  it('draws more whole numbers than steps, from the first to the last', async () => {
    const drawn = await steps(
      'int8',
      texts(41, (index) => String(index - 20)),
    );
    assert.deepEqual(
      [drawn.length, drawn[0], drawn[1], drawn.at(-1)],
      [14, '-20–-18: 3', '-17–-15: 3', '19–20: 2'],
    );
  });

  it('draws points in time', async () => {
    const values = ['2026-01-01 00:00:00', '2026-01-01 19:59:59.5', '2026-01-01 20:00:00'];
    const drawn = await steps('timestamp', values);
    assert.deepEqual(
      [drawn.length, drawn[0], drawn.at(-1)],
      [20, '2026-01-01 00:00:00–2026-01-01 01:00:00: 1', '2026-01-01 19:00:00–2026-01-01 20:00:00: 2'],
    );
  });

  it('tells of a column without rows', async () => {
    assert.deepEqual(await profile('int4', []), { rows: 0, nulls: 0, distinct: 0, top: [] });
  });
});
