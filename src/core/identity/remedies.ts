import type { HopName } from './hopName.ts';

/** What a remedy may name; each is configuration, none a secret. */
export interface RemedyFacts {
  readonly region?: string | undefined;
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly redirectUri?: string | undefined;
  readonly applicationArn?: string | undefined;
  /** Role ARN or AWS profile of the bridge. */
  readonly bridge?: string | undefined;
  readonly dataRoleArn?: string | undefined;
  readonly contextProviderArn?: string | undefined;
  readonly login?: string | undefined;
}

interface Remedy {
  readonly hop: HopName;
  /** AWS's or Okta's error code, without `Exception` at its end; absent: any code. */
  readonly code?: RegExp;
  /** Found in the service's words; absent: any words. */
  readonly words?: RegExp;
  /** `{name}` stands for one of the facts. */
  readonly remedy: string;
}

/** The first row that fits is the one; so the narrow rows of a hop stand above the wide ones. */
const remedies: readonly Remedy[] = [
  {
    hop: 'okta',
    code: /^login_required$|^interaction_required$/,
    remedy: 'Sign in again: the browser has no session at Okta.',
  },
  {
    hop: 'okta',
    code: /^invalid_grant$/,
    remedy: 'Sign in again: Okta ended the session, or its tokens were revoked or too old.',
  },
  {
    hop: 'okta',
    code: /^access_denied$/,
    remedy:
      'Assign {login} to the application {clientId} in Okta, check the sign-on policy of the application, or sign in again and accept.',
  },
  {
    hop: 'okta',
    words: /redirect_uri/i,
    remedy:
      'Add {redirectUri} to the sign-in redirect URIs of the application {clientId} in Okta, character for character.',
  },
  {
    hop: 'okta',
    code: /^invalid_client$|^unauthorized_client$/,
    remedy:
      'Check okta.clientId ({clientId}) in the profile, and that in Okta the application is a native one: PKCE, no client secret, grants Authorization Code and Refresh Token.',
  },
  {
    hop: 'okta',
    code: /^invalid_scope$/,
    remedy:
      'Remove the scope from okta.scopes in the profile, or allow it for the authorization server {issuer} in Okta.',
  },
  {
    hop: 'okta',
    code: /^unsupported_grant_type$/,
    remedy: 'Enable the grants Authorization Code and Refresh Token for the application {clientId} in Okta.',
  },
  {
    hop: 'okta',
    code: /^NoRefreshToken$/,
    remedy:
      'Keep offline_access in okta.scopes of the profile, and enable the grant Refresh Token for the application {clientId} in Okta.',
  },
  {
    hop: 'okta',
    code: /^NoIdToken$/,
    remedy:
      'Keep openid in okta.scopes of the profile, and allow it for the authorization server {issuer} in Okta.',
  },
  {
    hop: 'okta',
    code: /^WrongState$/,
    remedy: 'Close other sign-in pages and sign in again: this answer belongs to another sign-in.',
  },
  {
    hop: 'okta',
    code: /^WrongIssuer$/,
    remedy: 'Write okta.issuer in the profile exactly as the discovery document of {issuer} has it.',
  },
  {
    hop: 'okta',
    code: /^WrongPerson$/,
    remedy: 'Sign out and sign in again as {login}.',
  },
  {
    hop: 'okta',
    code: /JWT_CLAIM|KEY_SELECTION|JWT_UNSUPPORTED/,
    remedy:
      'Sign in again; if it lasts, check okta.issuer ({issuer}) and okta.clientId ({clientId}) in the profile: the token is for others.',
  },
  {
    hop: 'okta',
    code: /JWT_TIMESTAMP/,
    remedy: 'Set the clock of this computer, then sign in again.',
  },
  {
    hop: 'okta',
    code: /RESPONSE_IS_NOT_(?:CONFORM|JSON)|PARSE_ERROR|INVALID_SERVER_METADATA|INVALID_RESPONSE|MISSING_SERVER_METADATA/,
    remedy:
      'Check okta.issuer in the profile: {issuer}/.well-known/openid-configuration must answer, with no proxy page before it.',
  },
  {
    hop: 'bridgeRole',
    code: /^InvalidIdentityToken$/,
    words: /verification key/i,
    remedy:
      'Make {issuer}/.well-known/openid-configuration and its keys reachable from the internet without delay, then try again.',
  },
  {
    hop: 'bridgeRole',
    code: /^InvalidIdentityToken$/,
    words: /audience/i,
    remedy:
      'Add {clientId} to the audiences of the IAM OIDC provider for {issuer} in the account of {bridge}.',
  },
  {
    hop: 'bridgeRole',
    code: /^InvalidIdentityToken$/,
    words: /provider/i,
    remedy:
      'Create an IAM OIDC provider with exactly the issuer {issuer} and the audience {clientId} in the account of {bridge}.',
  },
  {
    hop: 'bridgeRole',
    code: /^InvalidIdentityToken$/,
    remedy:
      'Check that the IAM OIDC provider in the account of {bridge} has the issuer {issuer} and the audience {clientId}.',
  },
  {
    hop: 'bridgeRole',
    code: /^(?:AccessDenied|NotAuthorized)$/,
    remedy:
      'Let the trust policy of {bridge} allow sts:AssumeRoleWithWebIdentity to the OIDC provider of {issuer}, with the audience condition {clientId}.',
  },
  {
    hop: 'bridgeRole',
    code: /^ExpiredToken$/,
    remedy:
      'Try again, which takes a fresh ID token; if it happens each time, set the clock of this computer.',
  },
  {
    hop: 'bridgeRole',
    code: /^IDPRejectedClaim$/,
    remedy: 'Sign in again: Okta no longer stands by the token.',
  },
  {
    hop: 'bridgeRole',
    code: /^IDPCommunicationError$/,
    remedy: 'Try again: AWS could not reach {issuer}. It must answer from the internet within five seconds.',
  },
  {
    hop: 'bridgeRole',
    code: /^RegionDisabled$/,
    remedy: 'Enable STS in {region} in the IAM console (Account settings) of the account of {bridge}.',
  },
  {
    hop: 'bridgeRole',
    code: /^ValidationError$/,
    remedy:
      'Check bridgeRoleArn ({bridge}) in the profile, and that its maximum session duration is an hour or more.',
  },
  {
    hop: 'bridgeRole',
    code: /^AwsProfile$/,
    remedy:
      'Check the AWS profile {bridge} in ~/.aws/config; where it uses SSO, run "aws sso login --profile {bridge}".',
  },
  {
    hop: 'identityCenter',
    words: /KMS_/,
    remedy:
      'Let the key policy of the KMS key of IAM Identity Center in {region} allow its use: key policies do not follow to further Regions.',
  },
  {
    hop: 'identityCenter',
    code: /^AccessDenied$/,
    remedy:
      'In IAM Identity Center, assign {login} or a group to the application {applicationArn} (or turn "require assignments" off), and name {bridge} in the application policy for sso-oauth:CreateTokenWithIAM.',
  },
  {
    hop: 'identityCenter',
    code: /^InvalidGrant$/,
    remedy:
      'Check in IAM Identity Center that the trusted token issuer is exactly {issuer}, that the application {applicationArn} accepts the audience {clientId}, and that the mapped claim finds exactly one user for {login}. A token that was exchanged before is refused too: try again.',
  },
  {
    hop: 'identityCenter',
    code: /^InvalidClient$/,
    remedy:
      'Check applicationArn ({applicationArn}) in the profile, and that the application was created in {region}.',
  },
  {
    hop: 'identityCenter',
    code: /^InvalidScope$/,
    remedy: 'Add the scope redshift:connect to the application {applicationArn} in IAM Identity Center.',
  },
  {
    hop: 'identityCenter',
    code: /^(?:UnauthorizedClient|UnsupportedGrantType)$/,
    remedy: 'Enable the JWT bearer grant for the application {applicationArn} in IAM Identity Center.',
  },
  {
    hop: 'identityCenter',
    code: /^InvalidRequestRegion$/,
    remedy:
      'Use the site of the other Region, or write an application into the profile that was created in {region}.',
  },
  {
    hop: 'identityCenter',
    code: /^ExpiredToken$/,
    remedy:
      'Try again, which takes a fresh ID token; if it happens each time, set the clock of this computer.',
  },
  {
    hop: 'identityCenter',
    code: /^(?:SlowDown|Throttling|TooManyRequests)/,
    remedy: 'Wait a moment and try again: too many people of the organization exchange tokens at once.',
  },
  {
    hop: 'identityCenter',
    code: /^NoIdentityContext$/,
    remedy:
      'Check that the application {applicationArn} is a customer managed one with trusted identity propagation and the scope redshift:connect.',
  },
  {
    hop: 'identityEnhancedSession',
    words: /sts:SetContext/,
    remedy:
      'Add sts:SetContext to the trust policy of {dataRoleArn} for {bridge}; across accounts, also to the policy of {bridge}.',
  },
  {
    hop: 'identityEnhancedSession',
    words: /sts:AssumeRole/,
    remedy:
      'Name {bridge} as a principal in the trust policy of {dataRoleArn}, for sts:AssumeRole and sts:SetContext.',
  },
  {
    hop: 'identityEnhancedSession',
    words: /DurationSeconds|MaxSessionDuration/i,
    remedy: 'Set the maximum session duration of {dataRoleArn} to an hour.',
  },
  {
    hop: 'identityEnhancedSession',
    words: /context|assertion/i,
    remedy:
      'Try again, which takes a fresh identity context; check contextProviderArn ({contextProviderArn}) in the profile.',
  },
  {
    hop: 'identityEnhancedSession',
    code: /^AccessDenied$/,
    remedy:
      'Name {bridge} as a principal in the trust policy of {dataRoleArn}, for sts:AssumeRole and sts:SetContext.',
  },
  {
    hop: 'identityEnhancedSession',
    code: /^RegionDisabled$/,
    remedy: 'Enable STS in {region} in the IAM console (Account settings) of the account of {dataRoleArn}.',
  },
  {
    hop: 'redshiftUser',
    code: /^NotIdentityEnhanced$/,
    remedy:
      'Nothing more runs this way. Check that the workgroup or cluster has IAM Identity Center enabled, and that {dataRoleArn} was assumed with the identity context.',
  },
  {
    hop: 'redshiftUser',
    code: /^WrongUser$/,
    remedy:
      'Sign out and sign in as the right person; or check which user the mapped claim finds in IAM Identity Center for {login}.',
  },
  {
    hop: 'redshiftUser',
    words: /identity provider does not exist/i,
    remedy:
      'Enable IAM Identity Center on the namespace or cluster in {region} (CREATE IDENTITY PROVIDER … TYPE AWSIDC).',
  },
  {
    hop: 'redshiftUser',
    words: /Invalid scope|not authorized to connect/i,
    remedy:
      'Give the application {applicationArn} the scope redshift:connect, and assign {login} or a group to the Redshift application in IAM Identity Center.',
  },
  {
    hop: 'redshiftUser',
    words: /"?awsidc"? is not supported/i,
    remedy: 'Update the cluster: its version does not know IAM Identity Center yet.',
  },
  {
    hop: 'redshiftUser',
    words: /Token credentials expired|invalid.token/i,
    remedy: 'Refresh the identity chain and run again.',
  },
  {
    hop: 'redshiftUser',
    code: /^AccessDenied$/,
    remedy:
      'Allow redshift-data:ExecuteStatement and the other redshift-data actions in the policy of {dataRoleArn}.',
  },
];

/** Rows for every hop that talks to AWS; looked at last. */
const general: readonly Omit<Remedy, 'hop'>[] = [
  {
    code: /^(?:InvalidClientTokenId|UnrecognizedClient|ExpiredToken|ExpiredTokenException|InvalidAccessKeyId)$/,
    remedy: 'Refresh the identity chain: the credentials of the hop before are no longer taken.',
  },
  {
    code: /^(?:SignatureDoesNotMatch|InvalidSignature|RequestExpired|RequestTimeTooSkewed)$/,
    remedy: 'Set the clock of this computer, then try again.',
  },
  {
    code: /^(?:SlowDown|Throttl|TooManyRequests|RequestLimitExceeded)/,
    remedy: 'Wait a moment and try again.',
  },
  {
    code: /^(?:HTTP [1-4]|IncompleteAnswer$)/,
    remedy:
      'Check the proxy setting (http.proxy): something between this computer and AWS answered in its place.',
  },
  {
    code: /^(?:Internal|ServiceUnavailable|server_error|temporarily_unavailable|HTTP 5)/,
    remedy: 'Wait a moment and try again; if it lasts, look at the AWS Health Dashboard for {region}.',
  },
];

/**
 * The sentence that says what to change and where.
 * @param code AWS's or Okta's error code, with or without `Exception`
 * @param words what the service said
 */
export function remedyFor(hop: HopName, code: string, words: string, facts: RemedyFacts): string | undefined {
  const short = code.replace(/Exception$/, '');
  const fits = (row: Omit<Remedy, 'hop'>) =>
    (row.code === undefined || row.code.test(short)) && (row.words === undefined || row.words.test(words));
  const row = remedies.find((candidate) => candidate.hop === hop && fits(candidate)) ?? general.find(fits);
  return row?.remedy.replaceAll(/\{(\w+)\}/g, (_, name: string) => factText(name, facts));
}

const unknownFacts: Readonly<Record<string, string>> = {
  login: 'the person',
  bridge: 'the bridge role',
  redirectUri: 'the redirect URI',
  region: 'the Region',
};

function factText(name: string, facts: RemedyFacts): string {
  return facts[name as keyof RemedyFacts] ?? unknownFacts[name] ?? name;
}
