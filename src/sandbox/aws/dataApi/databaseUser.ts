import { people } from '../../directory.ts';
import type { DatabaseUser } from '../../warehouse/contract.ts';
import type { Session } from '../issuedSessions.ts';

/** Namespace of Identity Center's users and groups in Redshift. */
const namespace = 'awsidc';

/** The Redshift user that a session becomes: the person it carries, or the role itself. */
export function databaseUser(session: Session): DatabaseUser {
  const { identityContext } = session;
  if (!identityContext) {
    return { name: `IAMR:${session.roleArn.slice(session.roleArn.lastIndexOf('/') + 1)}`, roles: [] };
  }
  const person = people.find((candidate) => candidate.userId === identityContext.userId);
  return {
    name: `${namespace}:${identityContext.login}`,
    roles: (person?.groups ?? []).map((group) => `${namespace}:${group}`),
  };
}
