import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsClientFactories, AwsClientOptions } from './identityChain.ts';

const patience = { connectionTimeout: 10_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** The AWS SDK's clients, on one pool of connections, so that two calls to STS share a TLS handshake. */
export function sdkClients(): AwsClientFactories {
  let pool: STSClient['config']['requestHandler'] | undefined;
  const configuration = ({ region, endpoint, credentials, maxAttempts }: AwsClientOptions) => ({
    region,
    maxAttempts,
    requestHandler: pool ?? patience,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials: plainIdentity(credentials) }),
  });
  return {
    sts: (options) => {
      const client = new STSClient(configuration(options));
      pool ??= client.config.requestHandler;
      return client;
    },
    ssoOidc: (options) => {
      const client = new SSOOIDCClient(configuration(options));
      pool ??= client.config.requestHandler;
      return client;
    },
  };
}

/** Without the end of the credentials: the SDK would refuse to sign by this computer's clock, AWS decides by its own. */
export function plainIdentity({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: NonNullable<AwsClientOptions['credentials']>) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
