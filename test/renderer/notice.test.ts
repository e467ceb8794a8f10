import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { describe, it } from 'mocha';
import { noticeMimeType } from '../../src/protocol/noticePayload.ts';
import { activate } from '../../src/renderer/index.ts';

const cases: { label: string; value: unknown; drawn: string }[] = [
  {
    label: 'its lines',
    value: { version: 1, text: 'Interrupted.\nNot run.' },
    drawn: 'Interrupted.\nNot run.',
  },
  { label: 'no markup', value: { version: 1, text: '<b>Cancelled</b>' }, drawn: '<b>Cancelled</b>' },
  {
    label: 'that it is of another version',
    value: { version: 2, text: 'Cancelled.' },
    drawn: 'This result was made by another version of Redshift Identity Notebooks. Run the cell again.',
  },
];

describe('a notice', () => {
  for (const { label, value, drawn } of cases) {
    it(`shows ${label}`, () => {
      const output = new JSDOM('<div id="output"></div>').window.document.querySelector<HTMLElement>(
        '#output',
      );
      assert.ok(output);
      activate({}).renderOutputItem({ id: 'one', mime: noticeMimeType, json: () => value }, output);
      assert.equal(output.querySelector('section')?.textContent, drawn);
    });
  }
});
