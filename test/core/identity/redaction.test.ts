import assert from 'node:assert/strict';
import { redact } from '../../../src/core/identity/redaction.ts';

const rows: readonly [label: string, text: string, secrets: (string | undefined)[], clean: string][] = [
  [
    'a JSON Web Token',
    'token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln refused',
    [],
    'token [redacted] refused',
  ],
  ['half of one', 'x=eyJhbGciOiJSUzI1NiJ9.eyJzdWI', [], 'x=[redacted]'],
  ['an authorization header', 'Authorization: Bearer abc.def-1', [], 'Authorization: Bearer [redacted]'],
  [
    'a form',
    'grant_type=refresh_token&refresh_token=0aF&x=1',
    [],
    'grant_type=refresh_token&refresh_token=[redacted]&x=1',
  ],
  ['JSON', '{"secretAccessKey":"wJalr/K7","a":1}', [], '{"secretAccessKey":"[redacted]","a":1}'],
  [
    'a value that was sent, as it is and encoded',
    'got a/b+c=d and a%2Fb%2Bc%3Dd',
    ['a/b+c=d'],
    'got [redacted] and [redacted]',
  ],
  ['words too short to be a secret', 'the role', ['role', undefined, ''], 'the role'],
  ['access key IDs and ARNs stay', 'ASIA123 arn:aws:iam::1:role/x', [], 'ASIA123 arn:aws:iam::1:role/x'],
];

describe('redact', () => {
  for (const [label, text, secrets, clean] of rows) {
    it(label, () => assert.equal(redact(text, secrets), clean));
  }
});
