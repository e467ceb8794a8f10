import assert from 'node:assert/strict';
import { dnsSuffixOf, partitionOf } from '../../../src/core/identity/regions.ts';

describe('Regions', () => {
  const rows = [
    ['us-west-2', 'aws', 'amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-east-1', 'aws-us-gov', 'amazonaws.com'],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
    ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
    ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ] as const;
  for (const [region, partition, suffix] of rows) {
    it(`${region} is in ${partition}, under ${suffix}`, () => {
      assert.deepEqual([partitionOf(region), dnsSuffixOf(region)], [partition, suffix]);
    });
  }
});
