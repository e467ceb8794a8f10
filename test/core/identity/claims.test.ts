import assert from 'node:assert/strict';
import { decodeClaims, readIdentityCenterClaims, readOktaClaims } from '../../../src/core/identity/claims.ts';
import { RedshiftIdentityError } from '../../../src/core/errors.ts';
import { unsignedToken } from './tokens.ts';

const base = {
  iss: 'https://example.okta.com',
  sub: '00u4',
  aud: '0oa1',
  iat: 1_700_000_000,
  exp: 1_700_003_600,
};

describe('readOktaClaims', () => {
  it('reads what a view shows', () => {
    const token = unsignedToken({
      ...base,
      preferred_username: 'zoë@example.com',
      email: 'z@example.com',
      name: 'Zoë 明',
      groups: ['apac-sales', 7, ''],
      jti: 'ID.1',
    });
    assert.deepEqual(readOktaClaims(token), {
      subject: '00u4',
      login: 'zoë@example.com',
      email: 'z@example.com',
      name: 'Zoë 明',
      groups: ['apac-sales'],
      issuer: 'https://example.okta.com',
      audience: ['0oa1'],
      tokenId: 'ID.1',
      issued: new Date(1_700_000_000_000),
      expires: new Date(1_700_003_600_000),
    });
  });

  const logins: readonly [label: string, claims: object, login: string][] = [
    ['the user name', { preferred_username: 'u', email: 'e' }, 'u'],
    ['else the email address', { email: 'e' }, 'e'],
    ['else the subject', {}, '00u4'],
  ];
  for (const [label, claims, login] of logins) {
    it(`takes as login ${label}`, () =>
      assert.equal(readOktaClaims(unsignedToken({ ...base, ...claims })).login, login));
  }

  const broken: readonly [label: string, token: string][] = [
    ['no JSON Web Token', 'marker-0123456789'],
    ['a payload that is no JSON', `eyJh.${Buffer.from('marker-0123456789').toString('base64url')}.x`],
    ['a payload that is no object', `eyJh.${Buffer.from('["marker-0123456789"]').toString('base64url')}.x`],
    ['a payload that is no UTF-8', `eyJh.${Buffer.from([0x22, 0xff, 0x22]).toString('base64url')}.x`],
    ['no subject', unsignedToken({ ...base, sub: undefined, note: 'marker-0123456789' })],
  ];
  for (const [label, token] of broken) {
    it(`refuses ${label} without repeating it`, () => {
      assert.throws(
        () => readOktaClaims(token),
        (error) =>
          error instanceof RedshiftIdentityError &&
          error.code === 'InvalidToken' &&
          !error.message.includes('marker') &&
          error.cause === undefined,
      );
    });
  }
});

describe('decodeClaims', () => {
  it('reads base64url with its own two letters', () => {
    assert.deepEqual(decodeClaims(unsignedToken({ text: '>>>???ÿÿÿ' })), { text: '>>>???ÿÿÿ' });
  });
});

describe('readIdentityCenterClaims', () => {
  it('reads the identity context and who it is for', () => {
    const token = unsignedToken({
      sub: '94482488-3041',
      'aws:identity_store_id': 'd-9067',
      'aws:instance_arn': 'arn:aws:sso:::instance/ssoins-1',
      'sts:identity_context': 'context',
      exp: 1_700_003_600,
    });
    assert.deepEqual(readIdentityCenterClaims(token), {
      userId: '94482488-3041',
      identityStoreId: 'd-9067',
      instanceArn: 'arn:aws:sso:::instance/ssoins-1',
      identityContext: 'context',
      expires: new Date(1_700_003_600_000),
    });
  });
  it('reads nothing out of nothing', () => {
    assert.deepEqual([readIdentityCenterClaims(undefined), readIdentityCenterClaims('opaque')], [{}, {}]);
  });
});
