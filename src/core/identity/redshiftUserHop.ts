import { Cancelled, HopError, isCancel, RedshiftIdentityError, safeCause } from '../errors.ts';
import type { ChainAccount, RedshiftUser } from './identityChain.ts';
import type { Profile, Site } from './profile.ts';
import { redact } from './redaction.ts';
import { remedyFor } from './remedies.ts';

export interface RedshiftUserCheck {
  readonly profile: Profile;
  readonly site: Site;
  readonly account: ChainAccount;
  /** Other names that the person has, such as the email address, where Identity Center maps by those. */
  readonly aliases?: readonly string[];
  /** The result of `SELECT current_user`, run with the identity-enhanced credentials. */
  currentUser(): Promise<string>;
}

/**
 * Checks whom Redshift takes the session for. A session that is not identity-enhanced shows as `IAMR:` or `IAM:`
 * and the role's name: then everybody would be the same database user.
 * @throws HopError of hop `redshiftUser`: `NotIdentityEnhanced`, `WrongUser`, or what the database said
 */
export async function checkRedshiftUser(check: RedshiftUserCheck): Promise<RedshiftUser> {
  const { login } = check.account;
  const name = (await readUser(check)).trim();
  if (/^IAMR?:/i.test(name)) {
    const description = `Redshift takes the session for ${name}, a role that everybody shares, and not for ${login}.`;
    throw failure(check, 'NotIdentityEnhanced', description, 'NotIdentityEnhanced');
  }
  const colon = name.indexOf(':');
  const user = { name, namespace: name.slice(0, Math.max(colon, 0)), login: name.slice(colon + 1) };
  const accepted = [login, ...(check.aliases ?? [])].map((alias) => alias.toLowerCase());
  if (colon < 1 || !accepted.includes(user.login.toLowerCase())) {
    const description = `Redshift takes the session for ${name === '' ? 'nobody' : name}, but ${login} is signed in.`;
    throw failure(check, 'WrongUser', description, 'WrongUser');
  }
  return user;
}

async function readUser(check: RedshiftUserCheck): Promise<string> {
  try {
    return await check.currentUser();
  } catch (error) {
    if (error instanceof Cancelled || isCancel(error)) throw error;
    // Whoever ran the query has said it for people already; here the hop and the remedy are added.
    const awsCode = error instanceof RedshiftIdentityError ? error.code : undefined;
    const words = redact(error instanceof Error ? error.message : String(error));
    throw failure(check, awsCode, words, 'HopFailed', error);
  }
}

function failure(
  { profile, site, account }: RedshiftUserCheck,
  awsCode: string | undefined,
  description: string,
  code: string,
  cause?: unknown,
): HopError {
  const { region, dataRoleArn, applicationArn } = site;
  const facts = { region, dataRoleArn, applicationArn, login: account.login };
  return new HopError({
    hop: 'redshiftUser',
    code,
    awsCode,
    description,
    remedy:
      remedyFor('redshiftUser', awsCode ?? '', description, facts) ??
      (cause instanceof RedshiftIdentityError ? cause.remedy : undefined),
    profile: profile.name,
    region,
    cause: cause === undefined ? undefined : safeCause(cause),
  });
}
