import { DescribeClustersMessage$ } from '@aws-sdk/client-redshift';
import type { DescribeClustersMessage } from '@aws-sdk/client-redshift';
import { AwsError, CommonError } from '../aws/awsError.ts';
import { clustersOf, describeCluster } from '../aws/clusters.ts';
import type { SignedOperation } from '../aws/operation.ts';

/** Redshift DescribeClusters: the provisioned clusters of the caller's account and Region. */
export const describeClusters: SignedOperation<DescribeClustersMessage> = {
  name: 'DescribeClusters',
  signed: true,
  action: 'redshift:DescribeClusters',
  input: DescribeClustersMessage$,
  constraints: { MaxRecords: { range: [20, 100] } },
  async run(input, call) {
    const { ClusterIdentifier: identifier, Marker: marker, MaxRecords: count = 100 } = input;
    if (identifier !== undefined && marker !== undefined) {
      throw new AwsError(
        'InvalidParameterCombination',
        'You can specify either ClusterIdentifier or Marker, but not both.',
      );
    }
    // No cluster here has a tag.
    const tagged = input.TagKeys !== undefined || input.TagValues !== undefined;
    const all = clustersOf(call).filter(
      (cluster) => !tagged && (identifier === undefined || cluster.identifier === identifier),
    );
    if (identifier !== undefined && all.length === 0) {
      throw new AwsError('ClusterNotFound', `Cluster ${identifier} not found.`, 404);
    }
    const first = marker === undefined ? 0 : indexOfMarker(marker, all.length);
    const end = first + count;
    return {
      Clusters: { Cluster: all.slice(first, end).map(describeCluster) },
      Marker: end < all.length ? markerOfIndex(end) : undefined,
    };
  },
};

function markerOfIndex(index: number): string {
  return Buffer.from(`cluster ${index}`).toString('base64url');
}

function indexOfMarker(marker: string, count: number): number {
  const match = /^cluster (\d+)$/.exec(Buffer.from(marker, 'base64url').toString());
  const index = Number(match?.[1] ?? Number.NaN);
  if (!(index < count)) throw new CommonError('validation', 'Marker is not valid.');
  return index;
}
