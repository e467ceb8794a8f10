import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NumberReader } from '../../../../../src/core/redshift/results/view/numberReader.ts';

function read(text: string): number {
  const bytes = new TextEncoder().encode(`9${text}9`);
  return new NumberReader(bytes).read(1, bytes.length - 1);
}

describe('numberReader', () => {
  const texts: readonly [text: string, value: number][] = [
    ['0', 0],
    ['-0.00', 0],
    ['-12.50', -12.5],
    ['.5', 0.5],
    ['5.', 5],
    ['  7 ', 7],
    ['+7', 7],
    ['1e-3', 0.001],
    ['-1.5E+20', -1.5e20],
    ['Infinity', Infinity],
    ['-Infinity', -Infinity],
    ['-inf', -Infinity],
    ['0.1000000000000000055511151231257827', 0.1],
    ['9007199254740993', 9007199254740992],
    ['9007199254740993.00000000000000000001', 9007199254740994],
    ['00000000000000000000000000000000012.5', 12.5],
    ['0.00000000000000000000000000000000000001', 1e-38],
    ['99999999999999999999999999999999999999', 1e38],
  ];
  for (const [text, value] of texts) it(`reads '${text}'`, () => assert.equal(read(text), value));

  it('says what is no number', () => {
    const words = ['NaN', '', '-', '.', '1.2.3', '1e', 'x', '0x10', '١', '- 1'];
    const told = words.map((text) => {
      const bytes = new TextEncoder().encode(text);
      const reader = new NumberReader(bytes);
      return [reader.read(0, bytes.length), reader.isNumber];
    });
    assert.deepEqual(told, [[NaN, true], ...words.slice(1).map(() => [NaN, false])]);
  });

  it('reads any double, and any decimal number, as the language does', () => {
    const digits = fc.stringMatching(/^\d{1,44}$/);
    const decimal = fc
      .tuple(fc.constantFrom('', '-'), digits, fc.stringMatching(/^\d{0,24}$/))
      .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`);
    const double = fc.double({ noNaN: true }).map(String);
    const near = fc.bigInt({ min: 2n ** 53n, max: 2n ** 60n }).map((half) => `${half}.5`);
    fc.assert(
      fc.property(fc.oneof(decimal, double, near), (text) => assert.equal(read(text), Number(text) + 0)),
      { numRuns: 3000 },
    );
  });
});
