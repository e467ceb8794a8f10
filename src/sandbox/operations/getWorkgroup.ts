import { GetWorkgroupRequest$ } from '@aws-sdk/client-redshift-serverless';
import type { GetWorkgroupRequest } from '@aws-sdk/client-redshift-serverless';
import { AwsError } from '../aws/awsError.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';
import { describeWorkgroup, workgroupsOf } from '../aws/workgroups.ts';

/** Redshift Serverless GetWorkgroup. */
export const getWorkgroup: SignedOperation<Validated<GetWorkgroupRequest, 'workgroupName'>> = {
  name: 'GetWorkgroup',
  signed: true,
  action: 'redshift-serverless:GetWorkgroup',
  input: GetWorkgroupRequest$,
  constraints: { workgroupName: { length: [3, 64], pattern: /[a-z0-9-]+/ } },
  async run({ workgroupName }, call) {
    const site = workgroupsOf(call).find((candidate) => candidate.workgroup === workgroupName);
    if (!site) {
      throw new AwsError('ResourceNotFoundException', 'The workgroup was not found.', 400, {
        resourceName: workgroupName,
      });
    }
    return { workgroup: describeWorkgroup(site) };
  },
};
