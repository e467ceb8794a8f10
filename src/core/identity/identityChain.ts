import type { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import type { STSClient } from '@aws-sdk/client-sts';
import type { HopError } from '../errors.ts';
import type { AwsCredentials } from './awsCredentials.ts';
import type { HopName } from './hopName.ts';
import type { HopDetail, HopState } from './hopState.ts';
import type { Profile, Site } from './profile.ts';

/** The identity chain of one account at one site. */
export interface IdentityChain {
  /**
   * Identity-enhanced credentials: from memory, from the store, or by walking the hops once for all callers.
   * Renewed 5 minutes before expiry in the background; a caller waits only when nothing valid is left.
   * @param signal ends this caller's wait; the walk goes on for the others
   * @throws HopError naming the hop; Cancelled when `signal` aborted or the chain was disposed
   */
  credentials(signal?: AbortSignal): Promise<AwsCredentials>;
  /** Takes up a stored session where there is none in memory, so that `hops` shows it. Calls nobody, never throws. */
  takeUp(): Promise<void>;
  /**
   * Credentials of the bridge role, or of the AWS profile in its place: for what identity-enhanced ones may not do.
   * They carry no identity, so no statement may run with them.
   * @throws HopError naming the hop; Cancelled when `signal` aborted or the chain was disposed
   */
  bridgeCredentials(signal?: AbortSignal): Promise<AwsProfileCredentials>;
  /**
   * Walks anew, whatever is still valid.
   * @param from the first hop to walk again; earlier hops are kept while valid. Default `okta`: all of them
   */
  refresh(from?: HopName): Promise<AwsCredentials>;
  /** Of the credentials in memory, still valid or not: tells one session from the next. */
  readonly accessKeyId: string | undefined;
  /** One state a hop, in the order of the chain; `expired` is worked out at the time of reading. */
  readonly hops: readonly HopState[];
  onDidChange(listener: () => void): { dispose(): void };
  /** Takes up what `checkRedshiftUser` found, or the error it threw. */
  recordRedshiftUser(result: RedshiftUser | HopError): void;
  /** Stops a walk under way and forgets every credential in memory; the store is left alone. */
  dispose(): void;
}

export interface IdentityChainOptions {
  readonly profile: Profile;
  readonly site: Site;
  readonly account: ChainAccount;
  /**
   * An ID token from Okta that was never exchanged before: every call gives another one.
   * The signal aborts when the chain is disposed.
   */
  freshIdToken(signal?: AbortSignal): Promise<string>;
  readonly clients?: AwsClientFactories;
  /** Milliseconds since the epoch. */
  now(): number;
  readonly store?: ChainStore;
  /** Credentials of a profile in `~/.aws`, for sites whose bridge is one. */
  awsProfileCredentials?(name: string): Promise<AwsProfileCredentials>;
  /** Waits between attempts; a test passes its own. */
  pause?(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface ChainAccount {
  /** As signed in at Okta, for example `ming@example.com`. */
  readonly login: string;
  /** Okta user ID. */
  readonly subject: string;
  readonly email?: string | undefined;
  /** What Okta was asked for at the sign-in. */
  readonly scopes?: readonly string[];
}

/** An AWS profile may hold keys without a session or an end. */
export interface AwsProfileCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | undefined;
}

export interface AwsClientFactories {
  sts(options: AwsClientOptions): STSClient;
  ssoOidc(options: AwsClientOptions): SSOOIDCClient;
}

export interface AwsClientOptions {
  readonly region: string;
  readonly endpoint: string | undefined;
  /** Absent for the one unsigned call, AssumeRoleWithWebIdentity. */
  readonly credentials: AwsProfileCredentials | undefined;
  readonly maxAttempts: number;
}

/** Where credentials of an account at a site outlive a window. */
export interface ChainStore {
  read(): Promise<StoredSession | undefined>;
  write(session: StoredSession | undefined): Promise<void>;
  /** Holds off other windows while `work` runs. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}

/** An identity-enhanced role session as it is stored: plain JSON, secret. Dates are ISO 8601. */
export interface StoredSession {
  readonly version: 1;
  /** What the session was made for; it is used for nothing else. */
  readonly subject: string;
  readonly issuer: string;
  readonly region: string;
  readonly applicationArn: string;
  readonly dataRoleArn: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    readonly expiration: string;
  };
  readonly issued: string;
  /** What the hops looked like, for the identity view of another window. */
  readonly hops: readonly {
    readonly hop: HopName;
    readonly since: string;
    readonly expires?: string;
    readonly details: readonly HopDetail[];
  }[];
}

/** Whom Redshift takes the session for. */
export interface RedshiftUser {
  /** `current_user`, for example `awsidc:ming@example.com`. */
  readonly name: string;
  /** The part before the colon: the identity provider's namespace. */
  readonly namespace: string;
  readonly login: string;
  readonly roles?: readonly string[];
}
