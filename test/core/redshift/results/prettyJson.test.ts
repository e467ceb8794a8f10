import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { prettyJson } from '../../../../src/core/redshift/results/prettyJson.ts';

describe('prettyJson', () => {
  it('writes what JSON.stringify does, of anything', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        // Numbers stay as they are written.
        assert.equal(prettyJson(JSON.stringify(value)), JSON.stringify(value, undefined, 2));
      }),
    );
  });

  const rows: { label: string; text: string; pretty: string }[] = [
    {
      label: 'keeps long numbers',
      text: '{"n":12345678901234567890.10}',
      pretty: '{\n  "n": 12345678901234567890.10\n}',
    },
    {
      label: 'takes texts of any length',
      text: `["${'a'.repeat(16_000_000)}\\""]`,
      pretty: `[\n  "${'a'.repeat(16_000_000)}\\""\n]`,
    },
    { label: 'leaves what is no JSON', text: '{a:1}', pretty: '{a:1}' },
  ];
  for (const { label, text, pretty } of rows) it(label, () => assert.ok(prettyJson(text) === pretty));
});
