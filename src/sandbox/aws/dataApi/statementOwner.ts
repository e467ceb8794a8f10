import type { Session } from '../issuedSessions.ts';

/** To whom statements and sessions belong: the role and, with an identity context, the person too. */
export function ownerOf(session: Session): string {
  return `${session.roleArn} ${session.identityContext?.userId ?? ''}`;
}

/** The IAM session of a caller, whichever credentials it has: what `RoleLevel: false` lists. */
export function iamSessionOf(session: Session): string {
  return session.assumedRoleId;
}
