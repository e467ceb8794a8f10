import { assumeRole } from '../operations/assumeRole.ts';
import { assumeRoleWithWebIdentity } from '../operations/assumeRoleWithWebIdentity.ts';
import { cancelStatement } from '../operations/cancelStatement.ts';
import { createTokenWithIam } from '../operations/createTokenWithIam.ts';
import { describeStatement } from '../operations/describeStatement.ts';
import { executeStatement } from '../operations/executeStatement.ts';
import { getCallerIdentity } from '../operations/getCallerIdentity.ts';
import { getStatementResult } from '../operations/getStatementResult.ts';
import { getStatementResultV2 } from '../operations/getStatementResultV2.ts';
import { getWorkgroup } from '../operations/getWorkgroup.ts';
import { listWorkgroups } from '../operations/listWorkgroups.ts';
import { awsJson } from './awsJson.ts';
import { awsQuery } from './awsQuery.ts';
import type { Operation } from './operation.ts';
import { ssoOidcJson } from './ssoOidcJson.ts';
import type { WireProtocol } from './wireProtocol.ts';

/** An AWS service: its protocol and its operations. */
export interface AwsService {
  /** Signing name, also the name in the request log. */
  name: string;
  protocol: WireProtocol;
  /** Seconds that a client's clock may be off. */
  allowedSkew: number;
  operations: ReadonlyMap<string, Operation>;
}

const minutes = 60;

export const sts: AwsService = {
  name: 'sts',
  protocol: awsQuery,
  allowedSkew: 15 * minutes,
  operations: byName([assumeRole, assumeRoleWithWebIdentity, getCallerIdentity]),
};

export const ssoOidc: AwsService = {
  name: 'sso-oauth',
  protocol: ssoOidcJson,
  allowedSkew: 5 * minutes,
  operations: byName([createTokenWithIam]),
};

export const redshiftData: AwsService = {
  name: 'redshift-data',
  protocol: awsJson('Message'),
  allowedSkew: 5 * minutes,
  operations: byName([
    cancelStatement,
    describeStatement,
    executeStatement,
    getStatementResult,
    getStatementResultV2,
  ]),
};

export const redshiftServerless: AwsService = {
  name: 'redshift-serverless',
  protocol: awsJson('message'),
  allowedSkew: 5 * minutes,
  operations: byName([getWorkgroup, listWorkgroups]),
};

function byName(operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  return new Map(operations.map((operation) => [operation.name, operation]));
}
