import type { SandboxReady } from '../../protocol/sandboxReady.ts';
import {
  defaultContextProviderArn,
  defaultRedirectUri,
  defaultScopes,
  sandboxProfileName,
  type Profile,
} from './profile.ts';

/** The profile of a running sandbox; every AWS service of every site is at its one endpoint. */
export function profileFromSandbox(ready: SandboxReady): Profile {
  return {
    name: sandboxProfileName,
    okta: {
      issuer: ready.okta.issuer,
      clientId: ready.okta.clientId,
      redirectUri: defaultRedirectUri,
      ports: [0],
      scopes: defaultScopes,
    },
    sites: ready.sites.map((site) => ({
      region: site.region,
      applicationArn: site.applicationArn,
      bridge: { kind: 'role', roleArn: site.bridgeRoleArn },
      dataRoleArn: site.dataRoleArn,
      warehouses: [
        { kind: 'workgroup', name: site.workgroup, database: site.database },
        ...site.clusters.map(({ identifier, database }) => ({
          kind: 'cluster' as const,
          name: identifier,
          database,
        })),
      ],
      endpoint: ready.aws.endpoint,
      contextProviderArn: defaultContextProviderArn(site.region),
    })),
  };
}
