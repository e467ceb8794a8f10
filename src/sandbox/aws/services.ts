import { assumeRole } from '../operations/assumeRole.ts';
import { assumeRoleWithWebIdentity } from '../operations/assumeRoleWithWebIdentity.ts';
import { batchExecuteStatement } from '../operations/batchExecuteStatement.ts';
import { cancelStatement } from '../operations/cancelStatement.ts';
import { createTokenWithIam } from '../operations/createTokenWithIam.ts';
import { describeClusters } from '../operations/describeClusters.ts';
import { describeStatement } from '../operations/describeStatement.ts';
import { describeTable } from '../operations/describeTable.ts';
import { executeStatement } from '../operations/executeStatement.ts';
import { getCallerIdentity } from '../operations/getCallerIdentity.ts';
import { getStatementResult } from '../operations/getStatementResult.ts';
import { getStatementResultV2 } from '../operations/getStatementResultV2.ts';
import { getWorkgroup } from '../operations/getWorkgroup.ts';
import { listDatabases } from '../operations/listDatabases.ts';
import { listSchemas } from '../operations/listSchemas.ts';
import { listSessions } from '../operations/listSessions.ts';
import { listStatements } from '../operations/listStatements.ts';
import { listTables } from '../operations/listTables.ts';
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
const stsVersion = '2011-06-15';
/** By its Version a form is told from one of STS. */
export const redshiftVersion = '2012-12-01';

export const sts: AwsService = {
  name: 'sts',
  protocol: awsQuery({
    name: 'STS',
    version: stsVersion,
    namespace: `https://sts.amazonaws.com/doc/${stsVersion}/`,
    validationFault: 'ValidationError',
  }),
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
    batchExecuteStatement,
    cancelStatement,
    describeStatement,
    describeTable,
    executeStatement,
    getStatementResult,
    getStatementResultV2,
    listDatabases,
    listSchemas,
    listSessions,
    listStatements,
    listTables,
  ]),
};

/** Redshift's provisioned clusters. */
export const redshift: AwsService = {
  name: 'redshift',
  protocol: awsQuery({
    name: 'Redshift',
    version: redshiftVersion,
    namespace: `http://redshift.amazonaws.com/doc/${redshiftVersion}/`,
    validationFault: 'InvalidParameterValue',
  }),
  allowedSkew: 15 * minutes,
  operations: byName([describeClusters]),
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

/** Names of every operation. */
export const knownOperations: readonly string[] = [sts, ssoOidc, redshift, redshiftServerless, redshiftData]
  .flatMap(({ operations }) => [...operations.keys()])
  .sort();

/** IAM actions that some operation asks for. */
export const knownActions: readonly string[] = [
  ...new Set([
    // Decided by the trust policy of the role, not by an action of the operation.
    'sts:AssumeRole',
    'sts:AssumeRoleWithWebIdentity',
    'sts:SetContext',
    ...[ssoOidc, redshift, redshiftData, redshiftServerless].flatMap(({ operations }) =>
      [...operations.values()].flatMap((operation) =>
        operation.signed && operation.action !== undefined ? [operation.action] : [],
      ),
    ),
  ]),
].sort();
