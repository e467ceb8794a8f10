import { CreateTokenWithIAMRequest$ } from '@aws-sdk/client-sso-oidc';
import type { CreateTokenWithIAMRequest } from '@aws-sdk/client-sso-oidc';
import { identityScopes, jwtBearerGrant, oidcError, refreshTokenGrant } from '../aws/identityCenter.ts';
import type { Application } from '../aws/identityCenter.ts';
import type { SignedCall, SignedOperation, Validated } from '../aws/operation.ts';

type Input = Validated<CreateTokenWithIAMRequest, 'clientId' | 'grantType'>;

/** SSO-OIDC CreateTokenWithIAM: a token of the trusted issuer, or a refresh token, for the person's identity context. */
export const createTokenWithIam: SignedOperation<Input> = {
  name: 'CreateTokenWithIAM',
  signed: true,
  action: 'sso-oauth:CreateTokenWithIAM',
  input: CreateTokenWithIAMRequest$,
  constraints: { clientId: { length: [1, 2048] }, assertion: { length: [1, 20000] } },
  async run(input, call) {
    const { identityCenter } = call.cloud;
    const { clientId, grantType, assertion, refreshToken } = input;
    if (refreshToken !== undefined) identityCenter.checkRegion(refreshToken, call.region);
    const application = identityCenter.application(clientId, call.region);
    checkCaller(application, call);
    checkGrant(grantType);
    const scope = checkScope(application, input.scope);
    const tokens =
      grantType === jwtBearerGrant
        ? await identityCenter.exchange(application, present(assertion, 'assertion'), scope)
        : await identityCenter.refresh(application, present(refreshToken, 'refreshToken'), scope);
    call.record.onBehalfOf = tokens.login;
    return {
      accessToken: tokens.accessToken,
      tokenType: 'Bearer',
      expiresIn: tokens.expiresIn,
      refreshToken: tokens.refreshToken,
      idToken: tokens.idToken,
      issuedTokenType: 'urn:ietf:params:oauth:token-type:access_token',
      scope,
      awsAdditionalDetails: { identityContext: tokens.identityContext },
    };
  },
};

/** The application's own policy must name the caller's role, whatever the role's policy allows. */
function checkCaller(application: Application, call: SignedCall): void {
  if (!application.actors.includes(call.caller.roleArn)) {
    throw oidcError('AccessDeniedException', 'access_denied', 'Access denied');
  }
}

function checkGrant(grantType: string): void {
  if (grantType !== jwtBearerGrant && grantType !== refreshTokenGrant) {
    throw oidcError(
      'UnsupportedGrantTypeException',
      'unsupported_grant_type',
      `The grant type must be ${jwtBearerGrant} or ${refreshTokenGrant}.`,
    );
  }
}

/** Scopes of the tokens: what was asked for, or all that the application has. */
function checkScope(application: Application, asked: readonly string[] | undefined): readonly string[] {
  const offered = [...application.scopes, ...identityScopes];
  if (asked?.some((scope) => !offered.includes(scope))) {
    throw oidcError(
      'InvalidScopeException',
      'invalid_scope',
      'The application does not have every scope that was asked for.',
    );
  }
  return asked ?? offered;
}

function present(value: string | undefined, member: string): string {
  if (value === undefined || value === '') {
    throw oidcError('InvalidRequestException', 'invalid_request', `The grant needs the member ${member}.`);
  }
  return value;
}
