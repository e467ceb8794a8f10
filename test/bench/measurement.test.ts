import assert from 'node:assert/strict';
import {
  formatJson,
  formatTable,
  isKept,
  lowerQuartile,
  median,
  type Budget,
  type Measurement,
} from './measurement.ts';

const of = (value: number, baseline: number, budget: Budget): Measurement => ({
  name: 'open.time',
  what: 'opening',
  value,
  unit: 'ms',
  baseline: { what: 'reading', value: baseline },
  budget,
});

const verdicts: readonly { label: string; measurement: Measurement; kept: boolean }[] = [
  { label: 'a value at its limit', measurement: of(60, 1, { of: 'value', atMost: 60 }), kept: true },
  { label: 'a value above it', measurement: of(61, 1000, { of: 'value', atMost: 60 }), kept: false },
  { label: 'a ratio at its limit', measurement: of(60, 20, { of: 'ratio', atMost: 3 }), kept: true },
  { label: 'a ratio above it', measurement: of(61, 20, { of: 'ratio', atMost: 3 }), kept: false },
  { label: 'nothing measured', measurement: of(NaN, 20, { of: 'value', atMost: 3 }), kept: false },
  { label: 'no baseline', measurement: of(1, NaN, { of: 'ratio', atMost: 3 }), kept: false },
];

describe('the table of a bench', () => {
  for (const { label, measurement, kept } of verdicts) {
    it(`${kept ? 'accepts' : 'tells of'} ${label}`, () => assert.equal(isKept(measurement), kept));
  }

  it('says a missed budget in a sentence', () => {
    const table = formatTable([
      of(1234.5, 1000, { of: 'value', atMost: 2000 }),
      of(70, 20, { of: 'ratio', atMost: 3 }),
    ]);
    assert.deepEqual(table.split('\n'), [
      '         measured  baseline          ratio   budget',
      'opening  1,235 ms  1,000 ms reading  1.23 ×  at most 2,000 ms  kept',
      'opening  70 ms     20 ms reading     3.5 ×   at most 3 ×       MISSED',
      'Missed: opening: budget at most 3 ×, measured 3.5 ×',
    ]);
  });

  for (const { values, quartile } of [
    { values: [4, 1, 3, 2], quartile: 1 },
    { values: [5, 4, 3, 2, 1], quartile: 2 },
    { values: [7], quartile: 7 },
    { values: [], quartile: NaN },
  ]) {
    it(`takes ${quartile} of [${values.join(', ')}]`, () => assert.equal(lowerQuartile(values), quartile));
  }

  for (const { values, middle } of [
    { values: [4, 1, 3], middle: 3 },
    { values: [4, 1, 3, 2], middle: 2.5 },
    { values: [], middle: NaN },
  ]) {
    it(`finds ${middle} in the middle of [${values.join(', ')}]`, () => assert.equal(median(values), middle));
  }
});

describe('the JSON of a bench', () => {
  const json = (...measurements: Measurement[]): unknown =>
    JSON.parse(formatJson([{ subject: 'notebook', measurements }]));

  it('has all of a measurement under its subject and name', () => {
    assert.deepEqual(json(of(1234.56, 20, { of: 'ratio', atMost: 3 })), {
      'notebook.open.time': {
        value: 1235,
        unit: 'ms',
        baseline: 20,
        ratio: 61.73,
        budget: 3,
        ok: false,
        budgetOf: 'ratio',
        what: 'opening',
        baselineWhat: 'reading',
      },
    });
  });

  it('has null for what there is not', () => {
    assert.deepEqual(json({ name: 'save.time', what: 'saving', value: NaN, unit: 'ms' }), {
      'notebook.save.time': {
        value: null,
        unit: 'ms',
        baseline: null,
        ratio: null,
        budget: null,
        ok: true,
        budgetOf: null,
        what: 'saving',
        baselineWhat: null,
      },
    });
  });

  it('is one line, and takes no name twice', () => {
    const one = of(1, 1, { of: 'value', atMost: 1 });
    assert.equal(formatJson([{ subject: 'a', measurements: [one] }]).includes('\n'), false);
    assert.throws(() => json(one, one), /notebook\.open\.time/);
  });
});
