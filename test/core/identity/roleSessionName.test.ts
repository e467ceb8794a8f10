import assert from 'node:assert/strict';
import fc from 'fast-check';
import { roleSessionName } from '../../../src/core/identity/roleSessionName.ts';

describe('roleSessionName', () => {
  const rows = [
    ['ming@example.com', 'ming@example.com'],
    ['Zoë.Müller+bi@example.com', 'Zoe.Muller+bi@example.com'],
    ['EXAMPLE\\ming wu', 'EXAMPLE-ming-wu'],
    ['明', 'user--'],
    ['', 'user-'],
    [`${'a'.repeat(80)}@example.com`, 'a'.repeat(64)],
  ] as const;
  for (const [login, name] of rows) {
    it(JSON.stringify(login), () => assert.equal(roleSessionName(login), name));
  }

  it('is what AWS takes, for any login', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (login) => {
        assert.match(roleSessionName(login), /^[\w+=,.@-]{2,64}$/);
      }),
    );
  });
});
