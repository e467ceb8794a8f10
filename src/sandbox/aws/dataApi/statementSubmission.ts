import type { BatchExecuteStatementInput, ExecuteStatementInput } from '@aws-sdk/client-redshift-data';
import { CommonError } from '../awsError.ts';
import { waitTime } from './dataApi.ts';
import { endpointConstraints, endpointsOf, findEndpoint, refuseMembers } from '../findEndpoint.ts';
import type { Constraints } from '../inputValidation.ts';
import type { SignedCall } from '../operation.ts';
import type { RedshiftEndpoint } from '../redshiftEndpoint.ts';
import { unknownSession } from './sessionStore.ts';
import type { NamedEndpoint } from './sessionStore.ts';
import type { ExecutionMode, Parameter, Statement, StatementRequest } from './statement.ts';
import { ownerOf } from './statementOwner.ts';
import type { StatementStore } from './statementStore.ts';

/** Members that ExecuteStatement and BatchExecuteStatement share. */
export type SubmissionInput = Pick<
  ExecuteStatementInput & BatchExecuteStatementInput,
  | 'ClientToken'
  | 'ClusterIdentifier'
  | 'Database'
  | 'DbUser'
  | 'Parameters'
  | 'ResultFormat'
  | 'SecretArn'
  | 'SessionId'
  | 'SessionKeepAliveSeconds'
  | 'StatementName'
  | 'WorkgroupName'
>;

export const sqlBytes = { bytes: [1, 100_000] } as const;
export const sessionId = { pattern: /[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d{0,2})?/ } as const;

export const submissionConstraints: Constraints = {
  ...endpointConstraints,
  ClientToken: { length: [1, 64] },
  Parameters: { length: [1, 32767] },
  'Parameters.name': { pattern: /[0-9a-zA-Z_]+/ },
  'Parameters.value': { length: [1, 100_000] },
  ResultFormat: { values: ['JSON', 'CSV'] },
  SessionId: sessionId,
  SessionKeepAliveSeconds: { range: [0, 24 * 3600] },
  StatementName: { length: [0, 500] },
  WaitTimeSeconds: waitTime,
};

export function parametersOfInput(input: Pick<SubmissionInput, 'Parameters'>): Parameter[] {
  return (input.Parameters ?? []).map(({ name = '', value = '' }) => ({ name, value }));
}

/**
 * Starts a statement or batch where a call says: on a workgroup, on a cluster, or in a session.
 * @throws AwsError, CommonError as `findEndpoint` and `StatementStore.submit`
 */
export function submitStatement(
  call: SignedCall,
  input: SubmissionInput,
  what: { sqls: readonly string[]; executionMode?: ExecutionMode },
): { store: StatementStore; statement: Statement } {
  const place = input.SessionId === undefined ? namedPlace(call, input) : sessionPlace(call, input);
  const { SessionId, SessionKeepAliveSeconds } = input;
  const request: StatementRequest = {
    ...what,
    parameters: parametersOfInput(input),
    database: place.database,
    endpoint: place.named,
    statementName: input.StatementName,
    resultFormat: input.ResultFormat ?? 'JSON',
    ...(SessionId !== undefined && { sessionId: SessionId }),
    ...(SessionKeepAliveSeconds !== undefined && { keepAliveSeconds: SessionKeepAliveSeconds }),
  };
  const statement = place.store.submit(request, call.caller, {
    clientToken: input.ClientToken,
    slowSeconds: call.statementSeconds,
    mostResultBytes: call.mostResultBytes,
  });
  return { store: place.store, statement };
}

interface Place {
  store: StatementStore;
  database: string;
  named: NamedEndpoint;
}

function namedPlace(call: SignedCall, input: SubmissionInput): Place {
  const { Database: database, WorkgroupName = '', ClusterIdentifier } = input;
  const { statements: store } = findEndpoint(call, input);
  if (database === undefined || database === '') {
    throw new CommonError('validation', 'Database is required. Give the database to connect to.');
  }
  return {
    store,
    database,
    named: ClusterIdentifier === undefined ? { WorkgroupName } : { ClusterIdentifier },
  };
}

/** A session knows its place. The documentation is silent on one that is named beside it: the same is taken, another refused. */
function sessionPlace(call: SignedCall, input: SubmissionInput): Place {
  const { SessionId: id = '', Database, WorkgroupName, ClusterIdentifier } = input;
  refuseMembers(input, ['SecretArn', 'DbUser']);
  const owner = ownerOf(call.caller);
  const found = endpointsOf(call).flatMap((endpoint: RedshiftEndpoint) => {
    const session = endpoint.statements.sessions.find(id, owner);
    return session ? [{ endpoint, session }] : [];
  })[0];
  // To others a session is as if it had never been.
  if (!found) throw unknownSession(id);
  const { endpoint, session } = found;
  const named = WorkgroupName !== undefined || ClusterIdentifier !== undefined;
  if (named && findEndpoint(call, input) !== endpoint) {
    throw new CommonError('validation', 'The session is on another workgroup or cluster. Leave them out.');
  }
  if (Database !== undefined && Database !== session.database) {
    throw new CommonError('validation', 'The session is connected to another database. Leave Database out.');
  }
  return { store: endpoint.statements, database: session.database, named: session.endpoint };
}
