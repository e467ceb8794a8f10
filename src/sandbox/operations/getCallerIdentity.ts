import { GetCallerIdentityRequest$ } from '@aws-sdk/client-sts';
import type { SignedOperation } from '../aws/operation.ts';

/** STS GetCallerIdentity: needs no permission, so no policy can deny it. */
export const getCallerIdentity: SignedOperation<object> = {
  name: 'GetCallerIdentity',
  signed: true,
  input: GetCallerIdentityRequest$,
  constraints: {},
  run: (_input, { caller }) =>
    Promise.resolve({ Arn: caller.principalArn, UserId: caller.assumedRoleId, Account: caller.account }),
};
