// Everything that needs the AWS SDK, as one chunk of the bundle. Import it through loadAws only.
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { fromIni } from '@aws-sdk/credential-provider-ini';
import type { AwsCredentials } from '../core/identity/awsCredentials.ts';
import type { AwsProfileCredentials } from '../core/identity/identityChain.ts';
import type { Site } from '../core/identity/profile.ts';
import { faultRetries } from '../core/redshift/statements/retries.ts';

export { createIdentityChain } from '../core/identity/chain.ts';
export { checkRedshiftUser } from '../core/identity/redshiftUserHop.ts';
export { readRedshiftIdentity } from '../core/redshift/access/redshiftIdentity.ts';
export { discoverWarehouses } from '../core/redshift/discoverWarehouses.ts';
export { metadataOperations } from '../core/redshift/metadataOperations.ts';
export { fetchResultPage } from '../core/redshift/results/page/resultPage.ts';
export { queryRows } from '../core/redshift/statements/queryRows.ts';
export { CallQuotas } from '../core/redshift/statements/callQuotas.ts';
export { listStatements } from '../core/redshift/statements/listStatements.ts';
export { sessionStatus } from '../core/redshift/statements/sessionStatus.ts';
export { steadyClient } from '../core/redshift/statements/steadyClient.ts';
export { currentUser, followStatement, runForPage } from '../core/redshift/statements/statements.ts';

/** A Data API client of one site. `credentials` is asked for each call, so a renewal needs no new client. */
export function createRedshiftDataClient(
  site: Site,
  credentials: () => Promise<AwsCredentials>,
): RedshiftDataClient {
  return new RedshiftDataClient({
    region: site.region,
    ...(site.endpoint ? { endpoint: site.endpoint } : {}),
    // Without this mark the SDK keeps what it was given until five minutes before its end, refused or not.
    credentials: Object.assign(() => credentials(), { memoized: true }),
    // A retry carries the same ClientToken.
    retryStrategy: faultRetries(),
    // Milliseconds. A long poll takes up to 30 seconds.
    requestHandler: { connectionTimeout: 15_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
  });
}

/** Credentials of a profile in `~/.aws`, in the bridge role's place. */
export async function awsProfileCredentials(name: string): Promise<AwsProfileCredentials> {
  return fromIni({ profile: name })();
}
