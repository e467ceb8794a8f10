import { createHash, randomBytes, randomInt } from 'node:crypto';

/** On whose behalf an identity-enhanced role session acts. */
export interface IdentityContext {
  /** Identity Center user ID. */
  userId: string;
  login: string;
}

/** Temporary credentials of a role session, as STS hands them out. */
export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session name>` */
  principalArn: string;
  /** `AROA…:<session name>` */
  assumedRoleId: string;
  account: string;
  roleArn: string;
  expiresAt: Date;
  identityContext?: IdentityContext;
}

export interface SessionRequest {
  roleArn: string;
  sessionName: string;
  durationSeconds: number;
  identityContext?: IdentityContext;
}

/** Every session that STS issued. Held in memory. */
export class IssuedSessions {
  readonly #sessions = new Map<string, Session>();
  readonly #now: () => Date;
  readonly #longestSeconds: number;

  /** @param longestSeconds that a session lives, whatever was asked for. */
  constructor(now: () => Date, longestSeconds = Number.POSITIVE_INFINITY) {
    this.#now = now;
    this.#longestSeconds = longestSeconds;
  }

  issue(request: SessionRequest): Session {
    const [, , , , account = '', resource = ''] = request.roleArn.split(':');
    const roleName = resource.slice(resource.lastIndexOf('/') + 1);
    const session: Session = {
      accessKeyId: `ASIA${base32(16)}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(264).toString('base64'),
      principalArn: `arn:aws:sts::${account}:assumed-role/${roleName}/${request.sessionName}`,
      assumedRoleId: `${roleId(request.roleArn)}:${request.sessionName}`,
      account,
      roleArn: request.roleArn,
      expiresAt: this.#expiry(request.durationSeconds),
      ...(request.identityContext && { identityContext: request.identityContext }),
    };
    this.#sessions.set(session.accessKeyId, session);
    return session;
  }

  /** The session of a key, also when it has expired: the caller tells one from the other. */
  find(accessKeyId: string): Session | undefined {
    return this.#sessions.get(accessKeyId);
  }

  /** Ends a session before its time. */
  expire(session: Session): void {
    session.expiresAt = this.#now();
  }

  #expiry(askedSeconds: number): Date {
    const durationSeconds = Math.min(askedSeconds, this.#longestSeconds);
    // STS answers whole seconds.
    return new Date((Math.floor(this.#now().getTime() / 1000) + durationSeconds) * 1000);
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** IAM's stable ID of a role. */
function roleId(roleArn: string): string {
  const digest = createHash('sha256').update(roleArn).digest();
  return `AROA${[...digest.subarray(0, 17)].map((byte) => alphabet[byte % alphabet.length]).join('')}`;
}
