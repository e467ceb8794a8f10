import type { AwsCredentials } from './awsCredentials.ts';
import type { HopContext } from './hopContext.ts';
import type { HopState } from './hopState.ts';
import type { StoredSession } from './identityChain.ts';

/** What is stored of a session; the redshiftUser hop belongs to the window that asked. */
export function storeSession(
  { profile, site, account, now }: HopContext,
  credentials: AwsCredentials,
  hops: readonly HopState[],
): StoredSession {
  return {
    version: 1,
    subject: account.subject,
    issuer: profile.okta.issuer,
    region: site.region,
    applicationArn: site.applicationArn,
    dataRoleArn: site.dataRoleArn,
    credentials: { ...credentials, expiration: credentials.expiration.toISOString() },
    issued: new Date(now()).toISOString(),
    hops: hops.flatMap(({ hop, state, since, expires, details }) =>
      hop !== 'redshiftUser' && (state === 'ready' || state === 'expired') && since !== undefined
        ? [{ hop, since: since.toISOString(), details, ...(expires && { expires: expires.toISOString() }) }]
        : [],
    ),
  };
}

/** The credentials of a stored session, if it was made for exactly this account and site. */
export function storedCredentials(
  { profile, site, account }: HopContext,
  stored: StoredSession | undefined,
): AwsCredentials | undefined {
  // Settings may have changed since, and what is stored may be of another version or damaged.
  const fits =
    stored?.version === 1 &&
    stored.subject === account.subject &&
    stored.issuer === profile.okta.issuer &&
    stored.region === site.region &&
    stored.applicationArn === site.applicationArn &&
    stored.dataRoleArn === site.dataRoleArn &&
    Array.isArray(stored.hops);
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = stored?.credentials ?? {};
  if (!fits || !accessKeyId || !secretAccessKey || !sessionToken || !expiration) return undefined;
  const end = new Date(expiration);
  return Number.isNaN(end.getTime())
    ? undefined
    : { accessKeyId, secretAccessKey, sessionToken, expiration: end };
}
