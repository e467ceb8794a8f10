import { ListSessionsRequest$ } from '@aws-sdk/client-redshift-data';
import type { ListSessionsRequest } from '@aws-sdk/client-redshift-data';
import { AwsError, CommonError } from '../aws/awsError.ts';
import { epochSeconds } from '../aws/exactJson.ts';
import { endpointConstraints, endpointsOf, listedEndpoints } from '../aws/findEndpoint.ts';
import { listConstraints, listPage } from '../aws/dataApi/listPage.ts';
import type { SignedCall, SignedOperation } from '../aws/operation.ts';
import type { DataSession } from '../aws/dataApi/sessionStore.ts';
import { iamSessionOf, ownerOf } from '../aws/dataApi/statementOwner.ts';
import { sessionId } from '../aws/dataApi/statementSubmission.ts';

/** Members that a session's ID leaves no room for. */
const excluded = ['Status', 'ClusterIdentifier', 'WorkgroupName', 'Database'] as const;

/** Redshift Data ListSessions: sessions of the caller in the last 24 hours, newest first. */
export const listSessions: SignedOperation<ListSessionsRequest> = {
  name: 'ListSessions',
  signed: true,
  action: 'redshift-data:ListSessions',
  input: ListSessionsRequest$,
  constraints: {
    ...endpointConstraints,
    ...listConstraints,
    SessionId: sessionId,
    Status: { values: ['AVAILABLE', 'BUSY', 'CLOSED'] },
  },
  async run(input, call) {
    const { SessionId, Status: status, RoleLevel = true, Database } = input;
    if (SessionId !== undefined) return { Sessions: [sessionData(namedSession(call, input, SessionId))] };
    const endpoints = listedEndpoints(call, input);
    const owner = ownerOf(call.caller);
    const all = endpoints
      .flatMap(({ statements }) => statements.sessions.list())
      .filter((session) => session.owner === owner)
      .sort((left, right) => right.createdAt.getTime() - left.createdAt.getTime());
    const { items, nextToken } = listPage(all, input, {
      asked: [endpoints.map(({ name }) => name), status, RoleLevel, Database],
      idOf: ({ id }) => id,
      matches: (session) =>
        (status === undefined ? session.status !== 'CLOSED' : session.status === status) &&
        (RoleLevel || session.iamSession === iamSessionOf(call.caller)) &&
        (Database === undefined || session.database === Database),
    });
    return { Sessions: items.map(sessionData), NextToken: nextToken };
  },
};

/** @throws AwsError ResourceNotFoundException, CommonError `validation` */
function namedSession(call: SignedCall, input: ListSessionsRequest, id: string): DataSession {
  const given = excluded.find((member) => input[member] !== undefined);
  if (given) throw new CommonError('validation', `Give SessionId or ${given}, not both.`);
  const session = endpointsOf(call)
    .flatMap(({ statements }) => statements.sessions.find(id, ownerOf(call.caller)) ?? [])
    .find(({ iamSession }) => input.RoleLevel !== false || iamSession === iamSessionOf(call.caller));
  if (!session) {
    throw new AwsError('ResourceNotFoundException', 'Session does not exist.', 400, { ResourceId: id });
  }
  return session;
}

function sessionData(session: DataSession): object {
  return {
    SessionId: session.id,
    Status: session.status,
    CreatedAt: epochSeconds(session.createdAt),
    UpdatedAt: epochSeconds(session.updatedAt),
    Database: session.database,
    DbUser: session.dbUser,
    ...session.endpoint,
    SessionAliveSeconds: session.keepAliveSeconds,
    SessionTtl: epochSeconds(session.expiresAt),
    CurrentStatementId: session.current?.id,
  };
}
