import type { ClientMetadata } from 'oidc-provider';
import { oktaClients } from '../directory.ts';

interface RegisteredClient {
  clientId: string;
  name: string;
  metadata: ClientMetadata;
  /** Where logout may send the browser; the port of a loopback address is free for the native client. */
  signOutRedirectUris: readonly string[];
}

const common: Partial<ClientMetadata> = {
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  require_auth_time: true,
};

/** The two applications that are registered at the sandbox's Okta. */
export const registeredClients: readonly RegisteredClient[] = [
  {
    clientId: oktaClients.native.clientId,
    name: 'Redshift Identity Notebooks',
    signOutRedirectUris: ['http://127.0.0.1/callback', 'http://127.0.0.1/signed-out'],
    metadata: {
      ...common,
      client_id: oktaClients.native.clientId,
      client_name: 'Redshift Identity Notebooks',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://127.0.0.1/callback'],
    },
  },
  {
    clientId: oktaClients.web.clientId,
    name: 'Sales web application',
    signOutRedirectUris: [oktaClients.web.redirectUri],
    metadata: {
      ...common,
      client_id: oktaClients.web.clientId,
      client_secret: oktaClients.web.clientSecret,
      client_name: 'Sales web application',
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [oktaClients.web.redirectUri],
    },
  },
];

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
