import type { ClientMetadata } from 'oidc-provider';
import { oktaClients } from '../directory.ts';

interface RegisteredClient {
  clientId: string;
  /** As people see it on the sign-in page. */
  name: string;
  /** Where logout may send the browser; the port of a loopback address is free for a native client. */
  signOutRedirectUris: readonly string[];
  metadata: ClientMetadata;
}

const { native, web, unrelated } = oktaClients;

/** A native client has no secret, and any port of its loopback redirect URI. */
const nativeMetadata: Partial<ClientMetadata> = {
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['http://127.0.0.1/callback'],
};

/** The applications that are registered at the sandbox's Okta. */
export const registeredClients: readonly RegisteredClient[] = [
  register(native.clientId, 'Redshift Identity Notebooks', nativeMetadata, [
    'http://127.0.0.1/callback',
    'http://127.0.0.1/signed-out',
  ]),
  register(
    web.clientId,
    'Sales web application',
    {
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_post',
      client_secret: web.clientSecret,
      redirect_uris: [web.redirectUri],
    },
    [web.redirectUri],
  ),
  register(unrelated.clientId, 'An unrelated application', nativeMetadata, []),
];

function register(
  clientId: string,
  name: string,
  metadata: Partial<ClientMetadata>,
  signOutRedirectUris: readonly string[],
): RegisteredClient {
  return {
    clientId,
    name,
    signOutRedirectUris,
    metadata: {
      client_id: clientId,
      client_name: name,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      require_auth_time: true,
      ...metadata,
    },
  };
}

export function findClient(clientId: unknown): RegisteredClient | undefined {
  return registeredClients.find((client) => client.clientId === clientId);
}

/** True where the client registered this address for the time after logout. */
export function allowsSignOutRedirect(client: RegisteredClient, uri: string): boolean {
  if (client.signOutRedirectUris.includes(uri)) return true;
  if (client.metadata.application_type !== 'native' || !URL.canParse(uri)) return false;
  const url = new URL(uri);
  url.port = '';
  return url.hostname === '127.0.0.1' && client.signOutRedirectUris.includes(url.href);
}
