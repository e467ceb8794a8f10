import { paginateDescribeClusters, RedshiftClient } from '@aws-sdk/client-redshift';
import { paginateListWorkgroups, RedshiftServerlessClient } from '@aws-sdk/client-redshift-serverless';
import { Cancelled, networkFailure, safeCause } from '../errors.ts';
import { plainIdentity } from '../identity/awsClients.ts';
import type { AwsProfileCredentials } from '../identity/identityChain.ts';
import type { Site, Warehouse } from '../identity/profile.ts';
import { listedWarehouses, type DiscoveredWarehouse, type Discovery } from './discovery.ts';

/** Discovery must not keep a tree waiting for a service that nobody needs. Milliseconds. */
const patience = { connectionTimeout: 5000, requestTimeout: 10_000, throwOnRequestTimeout: true };

interface Found extends Omit<Warehouse, 'database'> {
  readonly database: string | undefined;
  readonly status: string | undefined;
}

/**
 * The workgroups and clusters of a site by ListWorkgroups and DescribeClusters, which wake none of them, joined with
 * those that the profile lists. An operation that is denied or fails costs a notice, and what the profile lists stays.
 * @param credentials without an identity context: AWS denies both operations to identity-enhanced sessions
 * @throws Cancelled when `signal` aborted
 */
export async function discoverWarehouses(
  site: Site,
  credentials: AwsProfileCredentials,
  signal: AbortSignal,
): Promise<Discovery> {
  const configuration = {
    region: site.region,
    ...(site.endpoint === undefined ? {} : { endpoint: site.endpoint }),
    credentials: plainIdentity(credentials),
    maxAttempts: 2,
    requestHandler: patience,
  };
  const [workgroups, clusters] = await Promise.allSettled([
    findWorkgroups(new RedshiftServerlessClient(configuration), signal),
    findClusters(new RedshiftClient(configuration), signal),
  ]);
  if (signal.aborted) throw new Cancelled();
  const found = [workgroups, clusters].flatMap((answer) =>
    answer.status === 'fulfilled' ? answer.value : [],
  );
  return {
    warehouses: join(site.warehouses, found),
    notices: [
      ...notice(workgroups, 'Workgroups', 'redshift-serverless:ListWorkgroups'),
      ...notice(clusters, 'Clusters', 'redshift:DescribeClusters'),
    ],
  };
}

async function findWorkgroups(client: RedshiftServerlessClient, signal: AbortSignal): Promise<Found[]> {
  const found: Found[] = [];
  try {
    for await (const { workgroups = [] } of paginateListWorkgroups({ client }, {}, { abortSignal: signal })) {
      for (const { workgroupName: name, status } of workgroups) {
        // A workgroup's database is its namespace's, which takes another permission to ask for.
        if (name !== undefined) found.push({ kind: 'workgroup', name, status, database: undefined });
      }
    }
    return found;
  } finally {
    client.destroy();
  }
}

async function findClusters(client: RedshiftClient, signal: AbortSignal): Promise<Found[]> {
  const found: Found[] = [];
  try {
    for await (const { Clusters = [] } of paginateDescribeClusters({ client }, {}, { abortSignal: signal })) {
      for (const { ClusterIdentifier: name, ClusterStatus: status, DBName: database } of Clusters) {
        if (name !== undefined) found.push({ kind: 'cluster', name, status, database });
      }
    }
    return found;
  } finally {
    client.destroy();
  }
}

/** The profile's own first, in its order; what else was found behind them, by name. */
function join(listed: readonly Warehouse[], found: readonly Found[]): DiscoveredWarehouse[] {
  const same = (one: Omit<Warehouse, 'database'>, other: Omit<Warehouse, 'database'>) =>
    one.kind === other.kind && one.name === other.name;
  const own = listedWarehouses(listed).warehouses.map((warehouse) => {
    const status = found.find((candidate) => same(candidate, warehouse))?.status;
    return status === undefined ? warehouse : { ...warehouse, status };
  });
  const others = found
    .filter((candidate) => !listed.some((warehouse) => same(candidate, warehouse)))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ database, status, ...warehouse }) => ({
      ...warehouse,
      database: database ?? listed[0]?.database ?? 'dev',
      listed: false,
      ...(status === undefined ? {} : { status }),
    }));
  return [...own, ...others];
}

function notice(answer: PromiseSettledResult<unknown>, what: string, action: string): string[] {
  if (answer.status === 'fulfilled') return [];
  const { reason }: { reason: unknown } = answer;
  const { name } = safeCause(reason);
  const why = /AccessDenied|NotAuthorized|Unauthorized/i.test(name)
    ? `${action} is denied to the bridge role`
    : `${action} failed (${networkFailure(reason) ?? name})`;
  return [`${what} are those of the profile: ${why}.`];
}
