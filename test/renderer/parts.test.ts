import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { beforeEach, describe, it } from 'mocha';
import { resultMimeType, type ResultPart, type ResultPayload } from '../../src/protocol/resultPayload.ts';
import { activate } from '../../src/renderer/index.ts';

const place = (region: string) => ({ region, warehouse: 'tip', account: 'ming@example.com' });
const payload = (parts: unknown): unknown => {
  const head: ResultPayload = {
    version: 1,
    statementId: 'st-1',
    ...place('us-east-1'),
    database: 'dev',
    durationMs: 1300,
    resultSet: {
      columns: [{ name: 'region', typeName: 'varchar', numeric: false }],
      rows: [['us-east-1']],
      totalRows: 1,
    },
  };
  return { ...head, parts };
};

describe('a result of several Regions', () => {
  let output: HTMLElement;
  let hit: () => unknown;
  beforeEach(() => {
    const { window } = new JSDOM('<div id="output"></div>', { runScripts: 'dangerously' });
    output = window.document.querySelector<HTMLElement>('#output') ?? assert.fail();
    hit = () => window['hit'];
  });
  const draw = (parts: unknown): void =>
    activate({}).renderOutputItem({ id: 'one', mime: resultMimeType, json: () => payload(parts) }, output);
  const texts = (selector: string): (string | null)[] =>
    [...output.querySelectorAll(selector)].map(({ textContent }) => textContent);

  it('has a line for each', () => {
    const parts: ResultPart[] = [
      { ...place('us-east-1'), statementId: 'st-1', durationMs: 1300, rows: 1 },
      { ...place('us-west-2'), statementId: 'st-2', durationMs: 42, rows: 1_200 },
      { ...place('eu-west-1'), error: 'relation "sales" does not exist' },
      { ...place('eu-west-2'), statementId: 'st-4', durationMs: 3 },
    ];
    draw(parts);
    assert.deepEqual(
      {
        summary: texts('.summary'),
        parts: texts('.parts li'),
        failed: texts('.failed'),
        label: output.querySelector('ul')?.getAttribute('aria-label'),
      },
      {
        summary: ['1 row · 1.3 s · ming@example.com'],
        parts: [
          'us-east-1 · 1 row · 1.3 s · tip · statement ID st-1',
          'us-west-2 · 1,200 rows · 42 ms · tip · statement ID st-2',
          'eu-west-1 · tip · relation "sales" does not exist',
          'eu-west-2 · finished · 3 ms · tip · statement ID st-4',
        ],
        failed: ['relation "sales" does not exist'],
        label: 'Regions',
      },
    );
  });

  it('keeps the lines of an error', () => {
    draw([{ ...place('eu-west-1'), error: 'no table\nof this name\t' }]);
    assert.deepEqual(texts('.failed'), ['no table\nof this name\\t']);
  });

  it('draws everything as text', () => {
    const hostile = '<img src=x onerror="window.hit = 1">';
    draw([{ ...place(hostile), warehouse: hostile, statementId: hostile, error: hostile }]);
    assert.deepEqual([texts('img'), hit(), texts('.failed')], [[], undefined, [hostile]]);
  });

  const problems: { label: string; parts: unknown }[] = [
    { label: 'no list', parts: {} },
    { label: 'no objects', parts: ['us-east-1'] },
    { label: 'an error that is no text', parts: [{ ...place('us-east-1'), error: {} }] },
    { label: 'negative rows', parts: [{ ...place('us-east-1'), rows: -1 }] },
  ];
  for (const { label, parts } of problems) {
    it(`is not drawn where its parts are misshapen: ${label}`, () => {
      draw(parts);
      assert.match(texts('[role=alert]').join(), /cannot be drawn: (parts|error|rows) is missing/);
    });
  }
});
