import assert from 'node:assert/strict';
import { DescribeClustersCommand } from '@aws-sdk/client-redshift';
import { failure, startFixture, west } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';
import { sendSigned } from '../aws/handSigner.ts';

describe('DescribeClusters', () => {
  let aws: AwsFixture;
  let bridge: Keys;
  before(async () => {
    aws = await startFixture();
    bridge = await aws.bridge(west);
  });
  after(() => aws.stop());

  const identifiers = async (keys: Keys, region: string, input = {}) => {
    const { Clusters = [] } = await aws.redshift(keys, region).send(new DescribeClustersCommand(input));
    return Clusters.map(({ ClusterIdentifier }) => ClusterIdentifier);
  };

  it('describes the cluster of the account and Region, by all and by name', async () => {
    const client = aws.redshift(bridge, west);
    const { Clusters, Marker } = await client.send(new DescribeClustersCommand({}));
    const named = await identifiers(bridge, west, { ClusterIdentifier: 'finance-cluster', MaxRecords: 20 });
    assert.deepEqual(
      Clusters?.map((cluster) => [
        cluster.ClusterIdentifier,
        cluster.ClusterStatus,
        cluster.DBName,
        cluster.Endpoint?.Port,
        cluster.Encrypted,
        cluster.ClusterCreateTime instanceof Date,
        Marker,
        named,
      ]),
      [['finance-cluster', 'available', 'finance', 5439, true, true, undefined, ['finance-cluster']]],
    );
  });

  it('describes nothing where there is no cluster, or none with the tag', async () => {
    const east = await aws.bridge();
    const seen = [
      await identifiers(east, 'us-east-1'),
      await identifiers(east, west),
      await identifiers(bridge, west, { TagKeys: ['owner'] }),
      await identifiers(bridge, west, { TagValues: ['finance'] }),
    ];
    assert.deepEqual(seen, [[], [], [], []]);
  });

  for (const [label, input, name, message] of [
    [
      'an unknown cluster',
      { ClusterIdentifier: 'nope' },
      'ClusterNotFoundFault',
      /^Cluster nope not found\.$/,
    ],
    ['fewer than 20', { MaxRecords: 19 }, 'InvalidParameterValue', /'maxRecords'.*20/],
    ['more than 100', { MaxRecords: 101 }, 'InvalidParameterValue', /'maxRecords'.*100/],
    ['a marker of its own making', { Marker: 'AAAA' }, 'InvalidParameterValue', /Marker/],
    [
      'a cluster and a marker',
      { ClusterIdentifier: 'finance-cluster', Marker: 'AAAA' },
      'InvalidParameterCombination',
      /not both/,
    ],
  ] as const) {
    it(`refuses ${label}`, async () => {
      const error = await failure(aws.redshift(bridge, west).send(new DescribeClustersCommand(input)));
      assert.equal(error['name'], name);
      assert.match(String(error['message']), message);
    });
  }

  it('is denied to an identity-enhanced session explicitly, and to the data role implicitly', async () => {
    const sessions = [await aws.person('ming@example.com', west), await aws.dataRole(west)];
    const errors = await Promise.all(
      sessions.map((keys) => failure(aws.redshift(keys, west).send(new DescribeClustersCommand({})))),
    );
    assert.deepEqual(
      errors.map(({ name, message }) => [name, / with an explicit deny in /.test(String(message))]),
      [
        ['AccessDenied', true],
        ['AccessDenied', false],
      ],
    );
  });

  it('answers in the XML of its own version', async () => {
    const { status, body } = await sendSigned({
      endpoint: aws.endpoint,
      service: 'redshift',
      region: west,
      keys: bridge,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=DescribeClusters&Version=2012-12-01',
    });
    const start =
      '<DescribeClustersResponse xmlns="http://redshift.amazonaws.com/doc/2012-12-01/"><DescribeClustersResult><Clusters><Cluster>';
    assert.deepEqual([status, body.slice(0, start.length)], [200, start]);
  });

  it('is in the request log once, with its service and Region', async () => {
    const before = aws.log.entries().length;
    await identifiers(bridge, west);
    assert.deepEqual(
      aws.log
        .entries(before)
        .map(({ service, operation, region, result }) => [service, operation, region, result]),
      [['redshift', 'DescribeClusters', west, 'OK']],
    );
  });
});
