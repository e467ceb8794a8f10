import assert from 'node:assert/strict';
import { ExactNumber, epochSeconds, exactJson } from '../../../src/sandbox/aws/exactJson.ts';

describe('exact JSON', () => {
  const cases: [label: string, value: unknown, text: string][] = [
    [
      'keeps every digit',
      { longValue: new ExactNumber('-9223372036854775808') },
      '{"longValue":-9223372036854775808}',
    ],
    ['leaves out what is undefined', { a: undefined, b: 1 }, '{"b":1}'],
    ['writes null', { a: null }, '{"a":null}'],
    ['writes nested lists', [[true], ['"\n'], []], '[[true],["\\"\\n"],[]]'],
    ['escapes names', { 'a"b': 'ü' }, '{"a\\"b":"ü"}'],
    ['writes a time in seconds with its milliseconds', epochSeconds(new Date(1500)), '1.5'],
  ];
  for (const [label, value, text] of cases) {
    it(label, () => {
      assert.equal(exactJson(value), text);
    });
  }

  for (const text of ['', 'NaN', '01', '1,', '1}', '0x1', '+1', ' 1']) {
    it(`takes ${JSON.stringify(text)} for no number`, () => {
      assert.throws(() => new ExactNumber(text), RangeError);
    });
  }
});
