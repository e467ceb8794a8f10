import assert from 'node:assert/strict';
import { CreateTokenWithIAMCommand } from '@aws-sdk/client-sso-oidc';
import type { CreateTokenWithIAMCommandInput } from '@aws-sdk/client-sso-oidc';
import { decodeJwt, generateKeyPair } from 'jose';
import { east, failure, site, startFixture, west } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';
import { audience } from '../aws/oktaStandIn.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

describe('CreateTokenWithIAM', () => {
  let aws: AwsFixture;
  let bridge: Keys;
  before(async () => {
    aws = await startFixture();
    bridge = await aws.bridge();
  });
  after(() => aws.stop());

  const create = async (
    change: Partial<CreateTokenWithIAMCommandInput> & { claims?: Record<string, unknown> } = {},
    keys = bridge,
    region = east,
  ) => {
    const { claims, ...input } = change;
    return await aws.oidc(keys, region).send(
      new CreateTokenWithIAMCommand({
        clientId: site(east).applicationArn,
        grantType,
        assertion: await aws.okta.idToken('ming@example.com', claims),
        ...input,
      }),
    );
  };

  it("gives the person's identity context for an ID token", async () => {
    const output = await create();
    const claims = decodeJwt(output.idToken ?? '');
    assert.deepEqual(
      {
        type: output.tokenType,
        expiresIn: output.expiresIn,
        scope: output.scope,
        sameContext: claims['sts:identity_context'] === output.awsAdditionalDetails?.identityContext,
        contextFits: (output.awsAdditionalDetails?.identityContext?.length ?? 9999) <= 2048,
        hasTokens: Boolean(output.accessToken && output.refreshToken),
        life: (claims.exp ?? 0) - (claims.iat ?? 0),
        sub: claims.sub,
        iss: claims.iss,
        aud: claims.aud,
        instance: claims['aws:instance_arn'],
        account: claims['aws:instance_account'],
        store: claims['aws:identity_store_id'],
        act: claims['act'],
        others: ['aws:credential_id', 'aws:identity_store_arn', 'sts:audit_context', 'auth_time'].filter(
          (name) => claims[name] === undefined,
        ),
      },
      {
        type: 'Bearer',
        expiresIn: 3600,
        scope: ['redshift:connect', 'openid', 'aws', 'sts:identity_context'],
        sameContext: true,
        contextFits: true,
        hasTokens: true,
        life: 3600,
        sub: '94482488-3041-7026-18f3-be45837cd0e4',
        iss: 'https://identitycenter.amazonaws.com/ssoins-7223e0b1f5c8a2d4',
        aud: site(east).applicationArn,
        instance: 'arn:aws:sso:::instance/ssoins-7223e0b1f5c8a2d4',
        account: '111122223333',
        store: 'd-9067a1b2c3',
        act: {
          sub: 'arn:aws:sso::111122223333:trustedTokenIssuer/ssoins-7223e0b1f5c8a2d4/tti-6e1c2b34-8a5d-4f0e-9d27-5b1f0c9a7e11',
        },
        others: [],
      },
    );
  });

  it('gives tokens again for its own refresh token, which stays', async () => {
    const { refreshToken } = await create();
    const input = { grantType: 'refresh_token', refreshToken, assertion: undefined };
    const first = await create(input);
    const second = await create(input);
    assert.deepEqual(
      [first, second].map((output) => [decodeJwt(output.idToken ?? '').sub, output.refreshToken]),
      [1, 2].map(() => ['94482488-3041-7026-18f3-be45837cd0e4', refreshToken]),
    );
  });

  it('leaves the identity context out where the scopes leave it out', async () => {
    const output = await create({ scope: ['openid'] });
    assert.deepEqual(
      [
        output.scope,
        output.awsAdditionalDetails?.identityContext,
        'sts:identity_context' in decodeJwt(output.idToken ?? ''),
      ],
      [['openid'], undefined, false],
    );
  });

  it('refuses an ID token that was exchanged before, in every Region', async () => {
    const assertion = await aws.okta.idToken('ming@example.com');
    await create({ assertion });
    const again = await failure(create({ assertion }));
    const elsewhere = await failure(
      create({ assertion, clientId: site(west).applicationArn }, await aws.bridge(west), west),
    );
    assert.deepEqual(
      [again, elsewhere].map((error) => [error['name'], error['error'], error['error_description']]),
      [1, 2].map(() => [
        'InvalidGrantException',
        'invalid_grant',
        'The assertion has already been exchanged.',
      ]),
    );
  });

  it('exchanges one of two calls that come at once with the same ID token', async () => {
    const assertion = await aws.okta.idToken('ming@example.com');
    const results = await Promise.allSettled([create({ assertion }), create({ assertion })]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  it('does not count a refused ID token as exchanged', async () => {
    const assertion = await aws.okta.idToken('ming@example.com');
    await failure(create({ assertion, scope: ['s3:access_grants:read_write'] }));
    await create({ assertion });
  });

  it('refuses the same ID token without jti a second time', async () => {
    const assertion = await aws.okta.idToken('ming@example.com', { jti: undefined });
    await create({ assertion });
    assert.equal((await failure(create({ assertion })))['error'], 'invalid_grant');
  });

  const past = Math.floor(Date.now() / 1000) - 60;
  const refused: [
    label: string,
    change: () => Promise<Parameters<typeof create>[0]>,
    name: string,
    error: string,
  ][] = [
    [
      'another audience',
      async () => ({ claims: { aud: '0oa9other' } }),
      'InvalidGrantException',
      'invalid_grant',
    ],
    [
      'another issuer',
      async () => ({ claims: { iss: 'https://evil.example' } }),
      'InvalidGrantException',
      'invalid_grant',
    ],
    [
      'an expired ID token',
      async () => ({ claims: { exp: past } }),
      'InvalidGrantException',
      'invalid_grant',
    ],
    [
      'a person that nobody knows',
      async () => ({ claims: { email: 'eve@example.com' } }),
      'InvalidGrantException',
      'invalid_grant',
    ],
    [
      'an ID token without the mapped claim',
      async () => ({ claims: { email: undefined } }),
      'InvalidGrantException',
      'invalid_grant',
    ],
    ['text that is no token', async () => ({ assertion: 'x' }), 'InvalidGrantException', 'invalid_grant'],
    [
      'an ID token signed by somebody else',
      async () => {
        const { privateKey } = await generateKeyPair('RS256');
        return { assertion: await aws.okta.idToken('ming@example.com', {}, privateKey) };
      },
      'InvalidGrantException',
      'invalid_grant',
    ],
    ['no assertion', async () => ({ assertion: undefined }), 'InvalidRequestException', 'invalid_request'],
    [
      'an assertion that is too long',
      async () => ({ assertion: 'x'.repeat(20001) }),
      'InvalidRequestException',
      'invalid_request',
    ],
    [
      'no refresh token',
      async () => ({ grantType: 'refresh_token' }),
      'InvalidRequestException',
      'invalid_request',
    ],
    [
      'an unknown refresh token',
      async () => ({ grantType: 'refresh_token', refreshToken: 'aorX' }),
      'InvalidGrantException',
      'invalid_grant',
    ],
    [
      'the authorization code grant',
      async () => ({ grantType: 'authorization_code', code: 'c' }),
      'UnsupportedGrantTypeException',
      'unsupported_grant_type',
    ],
    [
      'a scope that the application does not have',
      async () => ({ scope: ['s3:access_grants:read_write'] }),
      'InvalidScopeException',
      'invalid_scope',
    ],
    [
      'an unknown application',
      async () => ({ clientId: `${site(east).applicationArn}0` }),
      'InvalidClientException',
      'invalid_client',
    ],
    [
      "another Region's application",
      async () => ({ clientId: site(west).applicationArn }),
      'InvalidClientException',
      'invalid_client',
    ],
    ['no application', async () => ({ clientId: undefined }), 'InvalidRequestException', 'invalid_request'],
  ];
  for (const [label, change, name, code] of refused) {
    it(`refuses ${label}`, async () => {
      const error = await failure(create(await change()));
      assert.deepEqual([error['name'], error['error']], [name, code]);
      assert.ok(String(error['error_description']).length > 5, 'the error has a description');
    });
  }

  it("refuses a role that the application's policy does not name", async () => {
    const error = await failure(create({}, await aws.bridge(west)));
    assert.deepEqual([error['name'], error['error']], ['AccessDeniedException', 'access_denied']);
  });

  it('refuses a role whose own policy does not allow it', async () => {
    const error = await failure(create({}, await aws.dataRole()));
    assert.equal(error['name'], 'AccessDeniedException');
    assert.match(
      String(error['error_description']),
      /no identity-based policy allows the sso-oauth:CreateTokenWithIAM/,
    );
  });

  it("names the Region of another Region's refresh token", async () => {
    const { refreshToken } = await create();
    const error = await failure(
      create(
        { grantType: 'refresh_token', refreshToken, clientId: site(west).applicationArn },
        await aws.bridge(west),
        west,
      ),
    );
    assert.deepEqual(
      [error['name'], error['region'], error['endpoint']],
      ['InvalidRequestRegionException', east, 'https://oidc.us-east-1.amazonaws.com'],
    );
  });

  it('refuses a refresh token after its session has ended', async () => {
    const other = await startFixture();
    try {
      const { refreshToken } = await other.exchange('ming@example.com');
      other.clock.advance(8 * 3600);
      const call = other.oidc(await other.bridge()).send(
        new CreateTokenWithIAMCommand({
          clientId: site(east).applicationArn,
          grantType: 'refresh_token',
          refreshToken,
        }),
      );
      assert.equal((await failure(call))['error'], 'invalid_grant');
    } finally {
      await other.stop();
    }
  });

  it('takes every audience of the application', async () => {
    const output = await create({ claims: { aud: ['https://api.example', audience] } });
    assert.equal(output.tokenType, 'Bearer');
  });
});
