import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { TokenRefused, TrustedIssuer } from '../../../src/sandbox/aws/trustedIssuer.ts';
import { audience, startOktaStandIn } from './oktaStandIn.ts';
import type { OktaStandIn } from './oktaStandIn.ts';

describe('a trusted token issuer', () => {
  let okta: OktaStandIn;
  beforeEach(async () => {
    okta = await startOktaStandIn();
  });
  afterEach(() => okta.stop());

  const now = (): Date => new Date();
  const verify = async (issuer: TrustedIssuer, token: string): Promise<string> => {
    try {
      return (await issuer.verify(token, [audience], ['RS256'])).sub;
    } catch (error) {
      if (error instanceof TokenRefused) return error.fault;
      throw error;
    }
  };

  it('is asked for its keys once, and again for a key that is new', async () => {
    const issuer = new TrustedIssuer(okta.issuer, now);
    const token = await okta.idToken('ming@example.com');
    await verify(issuer, token);
    await verify(issuer, token);
    const before = okta.keyRequests();
    await okta.rotateKey();
    const renewed = await verify(issuer, await okta.idToken('ming@example.com'));
    assert.deepEqual([before, renewed, okta.keyRequests()], [1, '00u4ming00apac000d7', 2]);
  });

  it('no longer accepts tokens of a key that it withdrew', async () => {
    const issuer = new TrustedIssuer(okta.issuer, now);
    const old = await okta.idToken('ming@example.com');
    await okta.rotateKey();
    assert.equal(await verify(issuer, old), 'unknownKey');
  });

  it('does not accept a token that was signed with its public key as a shared secret', async () => {
    const [, claims] = (await okta.idToken('ming@example.com')).split('.');
    const head = Buffer.from('{"alg":"HS256"}').toString('base64url');
    const keys = await (await fetch(`${okta.issuer}/oauth2/v1/keys`)).text();
    const signature = createHmac('sha256', keys).update(`${head}.${claims}`).digest('base64url');
    assert.equal(
      await verify(new TrustedIssuer(okta.issuer, now), `${head}.${claims}.${signature}`),
      'signature',
    );
  });

  it('is refused where its discovery document names another issuer', async () => {
    const impostor = new TrustedIssuer(okta.issuer, now, () =>
      Promise.resolve(
        Response.json({ issuer: 'https://evil.example', jwks_uri: `${okta.issuer}/oauth2/v1/keys` }),
      ),
    );
    assert.equal(await verify(impostor, await okta.idToken('ming@example.com')), 'unreachable');
  });

  it('is asked again after it could not be reached', async () => {
    let calls = 0;
    const issuer = new TrustedIssuer(okta.issuer, now, (...request) => {
      calls++;
      return calls === 1 ? Promise.reject(new TypeError('fetch failed')) : fetch(...request);
    });
    const token = await okta.idToken('ming@example.com');
    assert.deepEqual(
      [await verify(issuer, token), await verify(issuer, token)],
      ['unreachable', '00u4ming00apac000d7'],
    );
  });
});
