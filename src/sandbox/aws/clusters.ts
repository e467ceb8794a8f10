import type { SandboxClusterDefinition, SandboxSiteDefinition } from '../directory.ts';
import type { SignedCall } from './operation.ts';

/** A provisioned cluster and where it is. */
export interface PlacedCluster extends SandboxClusterDefinition {
  site: SandboxSiteDefinition;
}

/** Provisioned clusters of the caller's account in the Region of the call. */
export function clustersOf({ cloud, region, caller }: SignedCall): readonly PlacedCluster[] {
  return cloud.sites
    .filter((site) => site.region === region && site.account === caller.account)
    .flatMap((site) => site.clusters.map((cluster) => ({ ...cluster, site })));
}

/** A Cluster as Redshift describes it, its members as elements of XML. */
export function describeCluster({ identifier, database, site }: PlacedCluster): object {
  return {
    ClusterIdentifier: identifier,
    NodeType: 'ra3.large',
    ClusterStatus: 'available',
    ClusterAvailabilityStatus: 'Available',
    MasterUsername: 'awsuser',
    DBName: database,
    Endpoint: {
      Address: `${identifier}.sandbox.${site.region}.redshift.amazonaws.com`,
      Port: 5439,
    },
    ClusterCreateTime: '2026-01-01T00:00:00.000Z',
    AvailabilityZone: `${site.region}a`,
    ClusterVersion: '1.0',
    AllowVersionUpgrade: true,
    NumberOfNodes: 2,
    PubliclyAccessible: false,
    Encrypted: true,
    EnhancedVpcRouting: false,
    ClusterNamespaceArn: `arn:aws:redshift:${site.region}:${site.account}:namespace:${identifier}`,
  };
}
