import { ListWorkgroupsRequest$ } from '@aws-sdk/client-redshift-serverless';
import type { ListWorkgroupsRequest } from '@aws-sdk/client-redshift-serverless';
import { CommonError } from '../aws/awsError.ts';
import type { SignedOperation } from '../aws/operation.ts';
import { describeWorkgroup, workgroupsOf } from '../aws/workgroups.ts';

/** Redshift Serverless ListWorkgroups. */
export const listWorkgroups: SignedOperation<ListWorkgroupsRequest> = {
  name: 'ListWorkgroups',
  signed: true,
  action: 'redshift-serverless:ListWorkgroups',
  input: ListWorkgroupsRequest$,
  constraints: {
    maxResults: { range: [1, 100] },
    nextToken: { length: [8, 1024] },
    ownerAccount: { length: [12, 12], pattern: /\d*/ },
  },
  async run(input, call) {
    const own = input.ownerAccount === undefined || input.ownerAccount === call.caller.account;
    const all = own ? workgroupsOf(call) : [];
    const first = input.nextToken === undefined ? 0 : indexOfToken(input.nextToken, all.length);
    const end = first + (input.maxResults ?? 100);
    return {
      workgroups: all.slice(first, end).map(describeWorkgroup),
      nextToken: end < all.length ? tokenOfIndex(end) : undefined,
    };
  },
};

function tokenOfIndex(index: number): string {
  return Buffer.from(`workgroup ${index}`).toString('base64url');
}

function indexOfToken(token: string, count: number): number {
  const match = /^workgroup (\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  const index = Number(match?.[1] ?? Number.NaN);
  if (!(index < count)) throw new CommonError('validation', 'nextToken is not valid.');
  return index;
}
