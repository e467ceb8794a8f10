import { createHash } from 'node:crypto';

/** A person signed in at one Okta application. */
export interface Account {
  /** The same for every sign-in of this person at this application. */
  readonly id: string;
  readonly login: string;
  readonly email?: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** Okta user ID. */
  readonly subject: string;
  readonly issuer: string;
  readonly clientId: string;
}

/** What SecretStorage keeps of an account. */
export interface StoredAccount extends Account {
  readonly scopes: readonly string[];
  /** The newest one: Okta gives another at each use. */
  readonly refreshToken: string;
  readonly accessToken: string;
  /** Already exchanged, or about to be: kept as the hint that Okta's sign-out asks for. */
  readonly idToken: string;
  /** Process of the sandbox that signed the account in; with its end the account is worthless. */
  readonly sandboxPid?: number;
}

/** Whether something read from SecretStorage is an account of this version. */
export function isStoredAccount(value: unknown): value is StoredAccount {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['id', 'login', 'name', 'subject', 'issuer', 'clientId'];
  const secrets = ['refreshToken', 'accessToken', 'idToken'];
  const isList = (list: unknown) => Array.isArray(list) && list.every((text) => typeof text === 'string');
  return (
    [...texts, ...secrets].every((key) => typeof Reflect.get(value, key) === 'string') &&
    ['groups', 'scopes'].every((key) => isList(Reflect.get(value, key)))
  );
}

export function accountId(issuer: string, clientId: string, subject: string): string {
  return createHash('sha256').update([issuer, clientId, subject].join('\n')).digest('hex').slice(0, 24);
}
