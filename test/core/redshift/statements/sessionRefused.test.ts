import assert from 'node:assert/strict';
import { isRefusedSession } from '../../../../src/core/redshift/statements/sessionRefused.ts';

describe('a session that AWS no longer takes', () => {
  const cases = [
    ['ExpiredTokenException', true],
    ['ExpiredToken', true],
    ['UnrecognizedClientException', true],
    ['InvalidClientTokenId', true],
    ['AccessDeniedException', false],
    ['ValidationException', false],
    ['', false],
  ] as const;
  for (const [name, expected] of cases) {
    it(`is ${expected ? '' : 'not '}told by ${name || 'no name'}`, () =>
      assert.equal(isRefusedSession(name), expected));
  }
});
