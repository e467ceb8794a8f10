import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { columnType } from '../../../../src/core/redshift/catalog/columnType.ts';

describe('the type of a column', () => {
  for (const [type, length, precision, scale, expected] of [
    ['character varying', '40', null, null, 'character varying(40)'],
    ['character', '8', null, null, 'character(8)'],
    ['VARCHAR', '256', null, null, 'VARCHAR(256)'],
    ['varchar(20)', '20', null, null, 'varchar(20)'],
    ['character varying', '-1', null, null, 'character varying'],
    ['character varying', null, null, null, 'character varying'],
    ['numeric', null, '12', '2', 'numeric(12,2)'],
    ['decimal', null, '38', null, 'decimal(38,0)'],
    ['numeric', null, undefined, undefined, 'numeric'],
    ['integer', null, '32', '0', 'integer'],
    ['double precision', null, '53', null, 'double precision'],
    ['varbyte', '64', null, null, 'varbyte(64)'],
    ['super', null, null, null, 'super'],
    ['array<struct<a:int>>', null, null, null, 'array<struct<a:int>>'],
  ] as const) {
    it(`${type} of ${[length, precision, scale].join()} is ${expected}`, () =>
      assert.equal(columnType(type, length, precision, scale), expected));
  }
});
