import { generateKeyPair, randomBytes, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type {
  Account,
  Configuration,
  JWK,
  KoaContextWithOIDC,
  Provider as OidcProvider,
} from 'oidc-provider';
import { people } from '../directory.ts';
import { registeredClients } from './clients.ts';
import { Provider, errors, interactionPolicy } from './library.ts';
import { TokenStore } from './tokenStore.ts';
import type { TokenStoreOptions } from './tokenStore.ts';
import { errorPage, sendPage } from './pages.ts';

const hour = 3600;
const day = 24 * hour;

/** Paths of Okta's organization authorization server. */
export const oktaPaths = {
  authorization: '/oauth2/v1/authorize',
  token: '/oauth2/v1/token',
  jwks: '/oauth2/v1/keys',
  userinfo: '/oauth2/v1/userinfo',
  introspection: '/oauth2/v1/introspect',
  revocation: '/oauth2/v1/revoke',
  end_session: '/oauth2/v1/logout',
} as const;

/** Of an organization authorization server. */
const scopes = ['openid', 'profile', 'email', 'groups', 'offline_access'];

export const signInPath = '/signin';

export interface SigningKey {
  /** With the private part. */
  jwk: JWK;
  publicKey: KeyObject;
}

/** A new RS256 key; tokens of an earlier start are worthless in the next. */
export async function createSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = {
    ...(privateKey.export({ format: 'jwk' }) as JWK),
    kid: randomUUID(),
    alg: 'RS256',
    use: 'sig',
  };
  return { jwk, publicKey };
}

/** oidc-provider, set up to answer as Okta does. */
export function createProvider(
  issuer: string,
  signingKey: SigningKey,
  tokens: TokenStoreOptions,
): OidcProvider {
  const port = new URL(issuer).port;
  const configuration: Configuration = {
    adapter: (kind) => new TokenStore(kind, tokens),
    clients: registeredClients.map((client) => client.metadata),
    jwks: { keys: [signingKey.jwk] },
    routes: oktaPaths,
    discovery: { end_session_endpoint: issuer + oktaPaths.end_session },
    responseTypes: ['code'],
    scopes: [...scopes],
    claims: {
      openid: ['sub', 'jti', 'ver', 'idp', 'amr'],
      profile: ['name', 'given_name', 'family_name', 'preferred_username'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    // Okta puts the claims of the scopes into the ID token itself.
    conformIdTokenClaims: false,
    findAccount: (_context, sub) => findAccount(sub),
    loadExistingGrant: grantEverything,
    interactions: { policy: policy(), url: (_context, interaction) => `${signInPath}/${interaction.uid}` },
    pkce: { required: (_context, client) => client.clientAuthMethod === 'none' },
    rotateRefreshToken: true,
    issueRefreshToken: async (_context, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    // As at Okta, tokens outlive the browser's session.
    expiresWithSession: async () => false,
    clientBasedCORS: () => false,
    renderError: async (context, out) => sendPage(context, context.status, errorPage(out)),
    cookies: {
      // Cookies of a host are shared by all its ports, so another sandbox would overwrite them.
      names: {
        session: `okta_session_${port}`,
        interaction: `okta_sign_in_${port}`,
        resume: `okta_resume_${port}`,
      },
      keys: [randomBytes(32).toString('base64url')],
    },
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 300,
      IdToken: hour,
      RefreshToken: 7 * day,
      Grant: 90 * day,
      Interaction: hour,
      Session: 2 * hour,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      // Its page asks a question and loads a font; the sandbox's own logout is in logout.ts.
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: true },
      introspection: {
        enabled: true,
        allowedPolicy: async (_context, client, token) => token.clientId === client.clientId,
      },
      revocation: {
        enabled: true,
        allowedPolicy: async (_context, client, token) => {
          if (token.clientId !== client.clientId) return false;
          if (token.kind === 'RefreshToken') return true;
          // The library would end the whole family; at Okta an access token goes alone.
          await token.destroy();
          return false;
        },
      },
    },
  };
  return new Provider(issuer, configuration);
}

function findAccount(sub: string): Account | undefined {
  const person = people.find(({ oktaId }) => oktaId === sub);
  if (person === undefined) return undefined;
  const [givenName = '', familyName = ''] = person.name.split(' ');
  return {
    accountId: sub,
    claims: (use) => ({
      sub,
      name: person.name,
      given_name: givenName,
      family_name: familyName,
      preferred_username: person.login,
      email: person.login,
      email_verified: true,
      groups: [...person.groups],
      ...(use === 'id_token' && {
        jti: `ID.${randomUUID()}`,
        ver: 1,
        idp: '00osandbox000000d7',
        amr: ['pwd'],
      }),
    }),
  };
}

// A new grant for each sign-in: revoking one refresh token leaves those of other sign-ins alone.
async function grantEverything({ oidc }: KoaContextWithOIDC) {
  const { client, session } = oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
  await grant.save();
  return grant;
}

/** Only sign-in is ever asked. Consent may be requested, and is granted without a question. */
function policy() {
  const prompts = interactionPolicy.base();
  prompts.get('consent')?.checks.clear();
  prompts.get('login')?.checks.add(new interactionPolicy.Check('scope', 'known scopes only', knownScopes));
  return prompts;
}

/** The library drops a scope that it does not know from the parameters; Okta refuses the request. */
function knownScopes({ querystring }: KoaContextWithOIDC): boolean {
  const asked = new URLSearchParams(querystring).get('scope')?.split(' ') ?? [];
  if (!asked.every((scope) => scope === '' || scopes.includes(scope))) {
    throw new errors.InvalidScope(
      'One or more scopes are not configured for the authorization server resource.',
      '',
    );
  }
  return interactionPolicy.Check.NO_NEED_TO_PROMPT;
}
