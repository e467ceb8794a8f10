import assert from 'node:assert/strict';
import { AwsError } from '../../../src/sandbox/aws/awsError.ts';
import {
  IdentityCenter,
  applicationsOfSites,
  jwtBearerGrant,
} from '../../../src/sandbox/aws/identityCenter.ts';
import type { Application } from '../../../src/sandbox/aws/identityCenter.ts';
import { TrustedIssuer } from '../../../src/sandbox/aws/trustedIssuer.ts';
import { sites } from '../../../src/sandbox/directory.ts';
import { audience, startOktaStandIn } from './oktaStandIn.ts';
import type { OktaStandIn } from './oktaStandIn.ts';

const scope = ['openid', 'sts:identity_context'];
const now = (): Date => new Date();

describe('Identity Center', () => {
  let okta: OktaStandIn;
  let issuer: TrustedIssuer;
  before(async () => {
    okta = await startOktaStandIn();
    issuer = new TrustedIssuer(okta.issuer, now);
  });
  after(() => okta.stop());

  const applicationWith = (change: Partial<Application>): Application => {
    const [application] = applicationsOfSites(sites, [audience]);
    if (!application) throw new Error('There is no site.');
    return { ...application, ...change };
  };
  const exchange = async (change: Partial<Application>, login = 'ming@example.com'): Promise<string> => {
    const application = applicationWith(change);
    const center = await IdentityCenter.create(issuer, [application], now);
    try {
      const tokens = await center.exchange(application, await okta.idToken(login), scope);
      return `${tokens.login} ${tokens.refreshToken === undefined ? 'no refresh token' : 'refresh token'}`;
    } catch (error) {
      if (error instanceof AwsError) return `${error.code} ${error.members['error']}`;
      throw error;
    }
  };

  const cases: [label: string, change: Partial<Application>, outcome: string][] = [
    ['exchanges for a person whose group is assigned', {}, 'ming@example.com refresh token'],
    [
      'refuses a person whose groups are not assigned',
      { assignedGroups: ['amer-sales'] },
      'AccessDeniedException access_denied',
    ],
    [
      'exchanges for everybody where no assignment is required',
      { assignedGroups: undefined },
      'ming@example.com refresh token',
    ],
    [
      'gives no refresh token without that grant',
      { grants: [jwtBearerGrant] },
      'ming@example.com no refresh token',
    ],
    [
      'refuses an audience that the application does not authorize',
      { audiences: ['other'] },
      'InvalidGrantException invalid_grant',
    ],
    [
      'refuses an ID token without the grant for it',
      { grants: ['refresh_token'] },
      'UnauthorizedClientException unauthorized_client',
    ],
  ];
  for (const [label, change, outcome] of cases) {
    it(label, async () => {
      assert.equal(await exchange(change), outcome);
    });
  }

  const refreshes: [label: string, change: Partial<Application>, code: string][] = [
    [
      "refuses another application's refresh token",
      { arn: 'arn:aws:sso::1:application/i/apl-2' },
      'invalid_grant',
    ],
    ['refuses a refresh token without the grant for it', { grants: [jwtBearerGrant] }, 'unauthorized_client'],
  ];
  for (const [label, change, code] of refreshes) {
    it(label, async () => {
      const application = applicationWith({});
      const center = await IdentityCenter.create(issuer, [application], now);
      const { refreshToken = '' } = await center.exchange(
        application,
        await okta.idToken('ming@example.com'),
        scope,
      );
      await assert.rejects(
        center.refresh({ ...application, ...change }, refreshToken, scope),
        (error) => error instanceof AwsError && error.members['error'] === code,
      );
    });
  }

  it("does not take another instance's context", async () => {
    const application = applicationWith({});
    const [one, two] = [1, 2].map(() => IdentityCenter.create(issuer, [application], now));
    const { identityContext = '' } =
      (await (await one)?.exchange(application, await okta.idToken('ming@example.com'), scope)) ?? {};
    assert.deepEqual(
      [
        await (await one)?.readContext(identityContext, application.region),
        await (await two)?.readContext(identityContext, application.region),
      ],
      [{ userId: '94482488-3041-7026-18f3-be45837cd0e4', login: 'ming@example.com' }, undefined],
    );
  });

  it('does not take an ID token of its own for a context', async () => {
    const application = applicationWith({});
    const center = await IdentityCenter.create(issuer, [application], now);
    const { idToken } = await center.exchange(application, await okta.idToken('ming@example.com'), scope);
    assert.equal(await center.readContext(idToken, application.region), undefined);
  });
});
