import type { Row } from '../../../../src/core/redshift/results/contract.ts';

/** A column of each type, with its extremes; the first row is plain, the last one NULL throughout. */
export const everyType: readonly (readonly [column: string, values: readonly string[]])[] = [
  ['small:int2', ['1', '-32768', '32767', '0']],
  ['whole:int4', ['1', '-2147483648', '2147483647', '0']],
  ['big:int8', ['1', '-9223372036854775808', '9223372036854775807', '9007199254740993']],
  ['price:numeric(9,2)', ['1.50', '-9999999.99', '9999999.99', '0.00']],
  ['sum:numeric(18,4)', ['1.5000', '-99999999999999.9999', '99999999999999.9999', '0.0001']],
  ['most:numeric(38,0)', ['1', `-${'9'.repeat(38)}`, '9'.repeat(38), '0']],
  ['real:float4', ['1.5', '-3.4028235e+38', '1e-45', '0.1']],
  ['double:float8', ['1.5', '-1.7976931348623157e+308', '5e-324', '0.30000000000000004']],
  ['yes:bool', ['t', 'f', 't', 'f']],
  ['day:date', ['2026-01-31', '0001-01-01', '9999-12-31', '1969-12-31']],
  [
    'moment:timestamp',
    [
      '2026-01-31 12:00:00',
      '1677-09-22 00:12:43.000001',
      '9999-12-31 23:59:59.999999',
      '1969-12-31 23:59:59.999999',
    ],
  ],
  [
    'instant:timestamptz',
    [
      '2026-01-31 12:00:00+00',
      '2026-01-31 12:00:00.5+05:30',
      '1969-12-31 23:59:59.999999+00',
      '2026-07-01 00:00:00-08',
    ],
  ],
  ['clock:time', ['12:00:00', '00:00:00', '23:59:59.999999', '06:30:00.5']],
  [
    'text:varchar(65535)',
    ['plain', '', 'a "quoted", text;\twith\r\nlines', '=cmd|’ /C calc’!A0 漢字 🎉 עברית'],
  ],
  ['json:super', ['{"a":12345678901234567890.5}', '[]', '"text"', '{"b": [1, null, "\\n"]}']],
  ['bytes:varbyte', ['00ff', '', 'c0ffee', '61']],
];

export const everyColumn = everyType.map(([column]) => column);

export const everyRow: readonly Row[] = [
  ...[0, 1, 2, 3].map((row) => everyType.map(([, values]) => values[row] ?? null)),
  everyType.map(() => null),
];
