import assert from 'node:assert/strict';
import { RedshiftIdentityError } from '../../../../src/core/errors.ts';
import { parseSetCommand } from '../../../../src/core/redshift/sql/setCommand.ts';

describe('parseSetCommand', () => {
  const variables = new Map([
    ['region', "it's"],
    ['column', 'a"b'],
  ]);
  const cases: [args: string, name: string, value: string][] = [
    ['region APAC', 'region', 'APAC'],
    ['region', 'region', ''],
    ["region ''", 'region', ''],
    ['  region \t a b  c ', 'region', 'abc'],
    ["day '2026-01-01 10:00'", 'day', '2026-01-01 10:00'],
    ["a 'it''s' ", 'a', "it's"],
    ["a 'x\\n\\t\\'\\\\\\101\\x42\\q'", 'a', "x\n\t'\\ABq"],
    ["a x'y z'w", 'a', 'xy zw'],
    ['a "x y"', 'a', '"x y"'],
    ['a 1;', 'a', '1;'],
    ['a :region', 'a', "it's"],
    ["a :'region'", 'a', "'it''s'"],
    ['a :"column"', 'a', '"a""b"'],
    ["a ':region'", 'a', ':region'],
    ['a :unknown', 'a', ':unknown'],
    ['a 10:00:region', 'a', "10:00it's"],
    ['a x::y :', 'a', 'x::y:'],
  ];
  for (const [args, name, value] of cases) {
    it(args, () => assert.deepEqual(parseSetCommand(args, variables), { name, value }));
  }

  const refused: [args: string, message: RegExp][] = [
    ['', /names no parameter/],
    ['1a secret', /can’t take/],
    ['a-b secret', /can’t take/],
    ["a 'secret", /not closed/],
    ['a "secret', /not closed/],
    ['a `secret`', /start a program/],
    ['a secret\\x', /backslash/],
  ];
  for (const [args, message] of refused) {
    it(`refuses ${args || 'nothing'}`, () =>
      assert.throws(
        () => parseSetCommand(args),
        (error) =>
          error instanceof RedshiftIdentityError &&
          message.test(error.message) &&
          error.remedy !== undefined &&
          !`${error.message}${error.remedy}`.includes('secret'),
      ));
  }
});
