import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { inRepository } from './repository.ts';

/** The built sandbox, for `startSandboxChild`. */
export const sandboxProgram = inRepository('dist', 'sandbox', 'main.js');

/** The sandbox as an organization, in the shape that people write into the setting `redshiftIdentity.profiles`. */
export function sandboxSettings(ready: SandboxReady): Record<string, unknown> {
  return {
    'redshiftIdentity.profiles': [
      {
        name: 'Local sandbox',
        okta: { issuer: ready.okta.issuer, clientId: ready.okta.clientId },
        sites: ready.sites.map(
          ({ region, applicationArn, bridgeRoleArn, dataRoleArn, workgroup, database, clusters }) => ({
            region,
            applicationArn,
            bridgeRoleArn,
            dataRoleArn,
            warehouses: [
              { workgroup, database },
              ...clusters.map(({ identifier, database: own }) => ({ cluster: identifier, database: own })),
            ],
            endpoint: ready.aws.endpoint,
          }),
        ),
      },
    ],
  };
}
