import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { Cancelled } from '../../../src/core/errors.ts';
import type { Site } from '../../../src/core/identity/profile.ts';
import { discoverWarehouses } from '../../../src/core/redshift/discoverWarehouses.ts';
import {
  east,
  site as definition,
  startFixture,
  west,
  type AwsFixture,
} from '../../sandbox/aws/awsFixture.ts';

/** Against the sandbox's AWS, with the bridge role's credentials. */
describe('discovery of warehouses', () => {
  let aws: AwsFixture;
  before(async () => {
    aws = await startFixture();
  });
  after(() => aws.stop());
  afterEach(() => deny());

  async function deny(...actions: string[]): Promise<void> {
    const response = await fetch(`${aws.endpoint}/sandbox/denials`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ actions }),
    });
    assert.equal(response.status, 200);
  }

  const siteAt = (region: string, warehouses: Site['warehouses']): Site => ({
    region,
    applicationArn: definition(region).applicationArn,
    bridge: { kind: 'role', roleArn: definition(region).bridgeRoleArn },
    dataRoleArn: definition(region).dataRoleArn,
    warehouses,
    endpoint: aws.endpoint,
    contextProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter',
  });
  const discover = async (region: string, warehouses: Site['warehouses']) =>
    discoverWarehouses(siteAt(region, warehouses), await aws.bridge(region), new AbortController().signal);

  const listed = { kind: 'workgroup', name: 'redshift-tip-enabled', database: 'dev' } as const;
  const unknown = { kind: 'workgroup', name: 'not-there-any-more', database: 'dev' } as const;

  it('adds the state to those of the profile, and finds the others', async () => {
    assert.deepEqual(await discover(west, [unknown, listed]), {
      warehouses: [
        { ...unknown, listed: true },
        { ...listed, listed: true, status: 'AVAILABLE' },
        { kind: 'cluster', name: 'finance-cluster', database: 'finance', listed: false, status: 'available' },
      ],
      notices: [],
    });
  });

  it('finds what is in the Region alone', async () => {
    const { warehouses } = await discover(east, [listed]);
    assert.deepEqual(
      warehouses.map(({ name }) => name),
      ['redshift-tip-enabled'],
    );
  });

  const denials: readonly [label: string, actions: string[], names: string[], notices: string[]][] = [
    [
      'ListWorkgroups',
      ['redshift-serverless:ListWorkgroups'],
      ['not-there-any-more', 'finance-cluster'],
      [
        'Workgroups are those of the profile: redshift-serverless:ListWorkgroups is denied to the bridge role.',
      ],
    ],
    [
      'DescribeClusters',
      ['redshift:DescribeClusters'],
      ['not-there-any-more', 'redshift-tip-enabled'],
      ['Clusters are those of the profile: redshift:DescribeClusters is denied to the bridge role.'],
    ],
    [
      'both',
      ['redshift-serverless:ListWorkgroups', 'redshift:DescribeClusters'],
      ['not-there-any-more'],
      [
        'Workgroups are those of the profile: redshift-serverless:ListWorkgroups is denied to the bridge role.',
        'Clusters are those of the profile: redshift:DescribeClusters is denied to the bridge role.',
      ],
    ],
  ];
  for (const [label, actions, names, notices] of denials) {
    it(`keeps the profile’s own where ${label} is denied, and says so in one line`, async () => {
      await deny(...actions);
      const discovery = await discover(west, [unknown]);
      assert.deepEqual([discovery.warehouses.map(({ name }) => name), discovery.notices], [names, notices]);
    });
  }

  it('tells of a service that does not answer', async () => {
    const gone = { ...siteAt(west, [listed]), endpoint: 'http://127.0.0.1:9' };
    const { warehouses, notices } = await discoverWarehouses(
      gone,
      await aws.bridge(west),
      new AbortController().signal,
    );
    assert.deepEqual(warehouses, [{ ...listed, listed: true }]);
    assert.match(notices[0] ?? '', /^Workgroups .*ListWorkgroups failed \(No answer from the network/);
  });

  it('ends when nobody waits any more', async () => {
    const keys = await aws.bridge(west);
    await assert.rejects(discoverWarehouses(siteAt(west, [listed]), keys, AbortSignal.abort()), Cancelled);
  });
});
