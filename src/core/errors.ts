import { hopTitles, type HopName } from './identity/hopName.ts';
import { redact } from './identity/redaction.ts';

/** Code of an error that is our fault. */
export const unexpectedCode = 'Unexpected';

export interface ErrorOptionsForPeople {
  /** Stable, for code and for tests: `InvalidProfile`, `SignInRequired`. */
  code: string;
  /** One sentence that says what to change and where. */
  remedy?: string | undefined;
  /** Must hold no token: pass an error of another library through `safeCause` first. */
  cause?: unknown;
}

/** Something to say to a person: what happened, and what to change. Every text in it may be shown and logged. */
export class RedshiftIdentityError extends Error {
  override readonly name: string = 'RedshiftIdentityError';
  readonly code: string;
  readonly remedy: string | undefined;

  constructor(message: string, options: ErrorOptionsForPeople) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.remedy = options.remedy;
  }
}

/** The person, or the end of what they were doing, stopped it. Never shown. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  readonly code = 'Cancelled';

  constructor(message = 'Cancelled.') {
    super(message);
  }
}

/** No answer came: name resolution, connection, TLS or time-out. */
export class NetworkError extends RedshiftIdentityError {
  override readonly name = 'NetworkError';
}

export interface HopErrorOptions {
  hop: HopName;
  /** Default `HopFailed`. `SignInRequired` asks for a sign-in, `NetworkFailure` for patience. */
  code?: string;
  /** Error code as AWS or Okta wrote it: `InvalidGrantException`, `access_denied`. */
  awsCode?: string | undefined;
  /** The service's own words, redacted. */
  description?: string | undefined;
  remedy?: string | undefined;
  profile?: string | undefined;
  region?: string | undefined;
  cause?: unknown;
}

/** A hop of the identity chain failed. The message names the hop, the code, the Region and the service's words. */
export class HopError extends RedshiftIdentityError {
  override readonly name = 'HopError';
  readonly hop: HopName;
  readonly awsCode: string | undefined;
  readonly description: string | undefined;
  readonly profile: string | undefined;
  readonly region: string | undefined;

  constructor(options: HopErrorOptions) {
    super(hopMessage(options), { ...options, code: options.code ?? 'HopFailed' });
    this.hop = options.hop;
    this.awsCode = options.awsCode;
    this.description = options.description;
    this.profile = options.profile;
    this.region = options.region;
  }
}

function hopMessage({ hop, awsCode, description, profile, region }: HopErrorOptions): string {
  const where = [profile, region].filter((part) => part !== undefined).join(', ');
  const what = [awsCode, description].filter((part) => part !== undefined && part !== '').join(': ');
  return `${hopTitles[hop]} failed${where ? ` (${where})` : ''}${what ? `: ${what}` : ''}`;
}

export interface ErrorDescription {
  /** For a person; without secrets. */
  message: string;
  remedy?: string;
  code: string;
  /** False: our fault; say so and point to the log. */
  expected: boolean;
}

/** What to tell a person about anything that was thrown. */
export function describeError(error: unknown): ErrorDescription {
  if (isCancel(error)) return { message: 'Cancelled.', code: 'Cancelled', expected: true };
  if (error instanceof RedshiftIdentityError) {
    const { message, remedy, code } = error;
    return { message, ...(remedy === undefined ? {} : { remedy }), code, expected: code !== unexpectedCode };
  }
  const failure = networkFailure(error);
  if (failure !== undefined)
    return { message: failure, remedy: networkRemedy, code: 'NetworkFailure', expected: true };
  const kind = error instanceof Error ? error.name : typeof error;
  return {
    message: `Something went wrong inside the extension (${redact(kind)}).`,
    remedy: 'The log has the details. Please report it.',
    code: unexpectedCode,
    expected: false,
  };
}

/** Whether this is a cancel: by type, never by its text. */
export function isCancel(error: unknown): boolean {
  return error instanceof Cancelled || (error instanceof DOMException && error.name === 'AbortError');
}

/**
 * A copy for `cause` and for the log: name, redacted message and stack frames, and nothing else that a library hung on it.
 * @param message instead of the error's own, where that says nothing
 */
export function safeCause(
  error: unknown,
  secrets: readonly (string | undefined)[] = [],
  message = error instanceof Error ? error.message : String(error),
): Error {
  const copy = new Error(redact(message, secrets));
  if (!(error instanceof Error)) return copy;
  copy.name = error.name;
  // The head of a stack repeats the original message, in as many lines as that has.
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  copy.stack = [`${copy.name}: ${copy.message}`, ...frames].join('\n');
  return copy;
}

export const networkRemedy =
  'Check the connection, the proxy setting (http.proxy) and that the host may be reached, then try again.';

const networkCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed',
  ECONNABORTED: 'the connection was closed',
  EPIPE: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  ENOTFOUND: 'the host name was not found',
  EAI_AGAIN: 'the host name was not found',
  ETIMEDOUT: 'no answer came in time',
  UND_ERR_CONNECT_TIMEOUT: 'no answer came in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_BODY_TIMEOUT: 'no answer came in time',
  TimeoutError: 'no answer came in time',
  EHOSTUNREACH: 'the host could not be reached',
  ENETUNREACH: 'the network could not be reached',
  ENETDOWN: 'the network could not be reached',
  CERT_HAS_EXPIRED: 'the certificate of the host has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of the host is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate of the host is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate of the host is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate of the host is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate belongs to another host',
};

/** A sentence for an error in which no answer came, else undefined. Looks through `cause`, where fetch keeps the reason. */
export function networkFailure(error: unknown): string | undefined {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 5;
    current = current.cause, depth++
  ) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : current.name;
    const reason = networkCodes[code] ?? networkCodes[current.name];
    if (reason !== undefined) return `No answer from the network: ${reason} (${code}).`;
    if (current instanceof AggregateError && current.errors.length > 0) {
      // Several addresses were tried; the first tells enough.
      const inner = networkFailure(current.errors[0]);
      if (inner !== undefined) return inner;
    }
  }
  // Every runtime reports a failed fetch as a TypeError with one of these texts and no code.
  if (error instanceof TypeError && /^(fetch failed|Failed to fetch)/.test(error.message)) {
    return 'No answer from the network.';
  }
  return undefined;
}
