import assert from 'node:assert/strict';
import { Cancelled, HopError } from '../../../../src/core/errors.ts';
import { isSessionRefused } from '../../../../src/core/redshift/statements/sessionRefused.ts';
import { StatementError } from '../../../../src/core/redshift/statements/statementError.ts';

describe('a refused session', () => {
  const cases = [
    { label: 'expired', error: new StatementError('', { code: 'ExpiredTokenException' }), expected: true },
    {
      label: 'unknown key',
      error: new StatementError('', { code: 'UnrecognizedClientException' }),
      expected: true,
    },
    {
      label: 'no permission',
      error: new StatementError('', { code: 'AccessDeniedException' }),
      expected: false,
    },
    {
      label: 'expired, seen by the check of the user',
      error: new HopError({ hop: 'redshiftUser', awsCode: 'ExpiredTokenException' }),
      expected: true,
    },
    {
      label: 'expired at another hop, which the chain has dealt with itself',
      error: new HopError({ hop: 'identityCenter', awsCode: 'ExpiredTokenException' }),
      expected: false,
    },
    { label: 'cancel', error: new Cancelled(), expected: false },
  ];
  for (const { label, error, expected } of cases) {
    it(label, () => assert.equal(isSessionRefused(error), expected));
  }
});
