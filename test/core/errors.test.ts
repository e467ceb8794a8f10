import assert from 'node:assert/strict';
import {
  Cancelled,
  describeError,
  HopError,
  isCancel,
  RedshiftIdentityError,
  safeCause,
} from '../../src/core/errors.ts';

const cases: readonly [label: string, error: unknown, described: ReturnType<typeof describeError>][] = [
  [
    'something to say, with a remedy',
    new RedshiftIdentityError('No port is free.', { code: 'NoFreePort', remedy: 'Close the other program.' }),
    { message: 'No port is free.', remedy: 'Close the other program.', code: 'NoFreePort', expected: true },
  ],
  ['a cancel', new Cancelled(), { message: 'Cancelled.', code: 'Cancelled', expected: true }],
  [
    'an abort of the platform',
    new DOMException('stop', 'AbortError'),
    { message: 'Cancelled.', code: 'Cancelled', expected: true },
  ],
  [
    'a hop',
    new HopError({
      hop: 'bridgeRole',
      awsCode: 'AccessDenied',
      description: 'Not authorized.',
      profile: 'Acme',
      region: 'us-west-2',
    }),
    {
      message: 'Bridge role failed (Acme, us-west-2): AccessDenied: Not authorized.',
      code: 'HopFailed',
      expected: true,
    },
  ],
  [
    'a failed fetch, with its reason in the cause',
    new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) }),
    {
      message: 'No answer from the network: the host name was not found (ENOTFOUND).',
      remedy:
        'Check the connection, the proxy setting (http.proxy) and that the host may be reached, then try again.',
      code: 'NetworkFailure',
      expected: true,
    },
  ],
  [
    'several addresses that refused',
    new TypeError('fetch failed', {
      cause: new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })], ''),
    }),
    {
      message: 'No answer from the network: the connection was refused (ECONNREFUSED).',
      remedy:
        'Check the connection, the proxy setting (http.proxy) and that the host may be reached, then try again.',
      code: 'NetworkFailure',
      expected: true,
    },
  ],
  [
    'our fault: neither its text nor its values are shown',
    new TypeError('cannot read secretAccessKey of eyJhbGciOi'),
    {
      message: 'Something went wrong inside the extension (TypeError).',
      remedy: 'The log has the details. Please report it.',
      code: 'Unexpected',
      expected: false,
    },
  ],
  [
    'a thrown text',
    'oops',
    {
      message: 'Something went wrong inside the extension (string).',
      remedy: 'The log has the details. Please report it.',
      code: 'Unexpected',
      expected: false,
    },
  ],
];

describe('describeError', () => {
  for (const [label, error, described] of cases) {
    it(label, () => assert.deepEqual(describeError(error), described));
  }
});

describe('isCancel', () => {
  it('goes by the type, never by the text', () => {
    const judged = [new Cancelled('x'), new Error('Cancelled'), new Error('AbortError'), 'Cancelled'].map(
      isCancel,
    );
    assert.deepEqual(judged, [true, false, false, false]);
  });
});

describe('safeCause', () => {
  it('keeps name, message and frames, and nothing that a library hung on the error', () => {
    const original = Object.assign(new Error('refused\nfor token-of-ming'), {
      name: 'InvalidGrantException',
      $response: { body: 'token-of-ming' },
    });
    original.cause = { assertion: 'token-of-ming' };
    original.stack = `${original.name}: ${original.message}\n    at f (file.ts:1:2)`;
    const copy = safeCause(original, ['token-of-ming']);
    assert.deepEqual(
      { keys: Reflect.ownKeys(copy), name: copy.name, message: copy.message, stack: copy.stack },
      {
        keys: ['stack', 'message', 'name'],
        name: 'InvalidGrantException',
        message: 'refused\nfor [redacted]',
        stack: 'InvalidGrantException: refused\nfor [redacted]\n    at f (file.ts:1:2)',
      },
    );
  });
});
