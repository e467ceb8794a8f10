import { createHash } from 'node:crypto';
import type { SandboxSiteDefinition } from '../directory.ts';
import type { SignedCall } from './operation.ts';

/** Workgroups of the caller's account in the Region of the call. */
export function workgroupsOf({ cloud, region, caller }: SignedCall): readonly SandboxSiteDefinition[] {
  return cloud.sites.filter((site) => site.region === region && site.account === caller.account);
}

/** The workgroup that a Data API call means by name or by ARN. */
export function findWorkgroup(call: SignedCall, nameOrArn: string): SandboxSiteDefinition | undefined {
  return workgroupsOf(call).find((site) => site.workgroup === nameOrArn || workgroupArn(site) === nameOrArn);
}

/** A Workgroup as Redshift Serverless describes it. */
export function describeWorkgroup(site: SandboxSiteDefinition): object {
  return {
    workgroupId: workgroupId(site),
    workgroupArn: workgroupArn(site),
    workgroupName: site.workgroup,
    namespaceName: site.namespace,
    status: 'AVAILABLE',
    baseCapacity: 8,
    enhancedVpcRouting: false,
    publiclyAccessible: false,
    configParameters: [],
    securityGroupIds: [],
    subnetIds: [],
    endpoint: {
      address: `${site.workgroup}.${site.account}.${site.region}.redshift-serverless.amazonaws.com`,
      port: 5439,
    },
    port: 5439,
    creationDate: '2026-01-01T00:00:00.000Z',
  };
}

function workgroupArn(site: SandboxSiteDefinition): string {
  return `arn:aws:redshift-serverless:${site.region}:${site.account}:workgroup/${workgroupId(site)}`;
}

function workgroupId(site: SandboxSiteDefinition): string {
  const hex = createHash('sha256').update(`${site.account} ${site.region} ${site.workgroup}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
