import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { CommonError } from './awsError.ts';
import type { Session } from './issuedSessions.ts';

/** What every service says of a session whose time is over. */
export const expiredSession = 'The security token included in the request is expired';

/** A request as it came over the wire, before anything decoded it. */
export interface WireRequest {
  method: string;
  /** Path and query as the client sent them. */
  target: string;
  /** In the order of arrival, duplicates kept. */
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array;
}

export interface Authorization {
  accessKeyId: string;
  /** `20150830` */
  date: string;
  region: string;
  service: string;
  /** Lower case, in the order given. */
  signedHeaders: readonly string[];
  /** Lower-case hexadecimal. */
  signature: string;
}

export interface SignatureExpectations {
  /** Signing name of the service that was called, for example `redshift-data`. */
  service: string;
  now: Date;
  /** Seconds that a client's clock may be off. */
  allowedSkew: number;
  session(accessKeyId: string): Session | undefined;
}

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * Verifies a request signed with Signature Version 4 in its Authorization header.
 * @returns the session that signed and the Region of the credential scope.
 * @throws CommonError with the fault AWS would answer.
 */
export function verifySignature(
  request: WireRequest,
  expected: SignatureExpectations,
): { session: Session; region: string } {
  const header = headerValue(request, 'authorization');
  if (header === undefined) {
    throw new CommonError('missingAuthentication', 'Missing Authentication Token');
  }
  const authorization = parseAuthorization(header);
  const session = expected.session(authorization.accessKeyId);
  const token = headerValue(request, 'x-amz-security-token') ?? '';
  // A temporary key is nothing without its own token, so both are one lookup.
  if (!session || !equalInConstantTime(token, session.sessionToken)) {
    throw new CommonError('unknownKey', 'The security token included in the request is invalid.');
  }
  const stamp = checkDate(request, authorization, expected);
  checkScope(authorization, expected.service);
  checkSignedHeaders(request, authorization.signedHeaders);
  const claimedHash = headerValue(request, 'x-amz-content-sha256');
  const signature = computeSignature(
    session.secretAccessKey,
    stamp,
    authorization,
    canonicalRequest(request, authorization.signedHeaders),
  );
  const bodyMatches = claimedHash === undefined || claimedHash === sha256(request.body);
  if (!equalInConstantTime(signature, authorization.signature) || !bodyMatches) {
    throw new CommonError(
      'signatureMismatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  if (session.expiresAt.getTime() <= expected.now.getTime()) {
    throw new CommonError('sessionExpired', expiredSession);
  }
  return { session, region: authorization.region };
}

/**
 * Reads `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
 * @throws CommonError `incompleteSignature`, naming the part that is missing.
 */
export function parseAuthorization(header: string): Authorization {
  if (!header.startsWith(`${algorithm} `)) {
    throw new CommonError('incompleteSignature', `Unsupported AWS 'algorithm'; use '${algorithm}'.`);
  }
  const parts = new Map<string, string>();
  for (const part of header.slice(algorithm.length).split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const parameter = (name: string): string => {
    const value = parts.get(name);
    if (!value) {
      throw new CommonError('incompleteSignature', `Authorization header requires '${name}' parameter.`);
    }
    return value;
  };
  const credential = parameter('Credential').split('/');
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = credential;
  if (credential.length !== 5 || terminator !== 'aws4_request' || !/^\d{8}$/.test(date)) {
    throw new CommonError(
      'incompleteSignature',
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    );
  }
  const signedHeaders = parameter('SignedHeaders').split(';');
  return { accessKeyId, date, region, service, signedHeaders, signature: parameter('Signature') };
}

/** The canonical request of the Signature Version 4 specification, for every service but S3. */
export function canonicalRequest(request: WireRequest, signedHeaders: readonly string[]): string {
  const question = request.target.indexOf('?');
  const path = question < 0 ? request.target : request.target.slice(0, question);
  const query = question < 0 ? '' : request.target.slice(question + 1);
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request, name) ?? ''}\n`).join('');
  return [
    request.method,
    canonicalPath(path),
    canonicalQuery(query),
    headers,
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
}

/** The signature, in hexadecimal, of a canonical request. `stamp` is its ISO 8601 basic time. */
export function computeSignature(
  secretAccessKey: string,
  stamp: string,
  scope: Pick<Authorization, 'date' | 'region' | 'service'>,
  canonical: string,
): string {
  const scopeText = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = [algorithm, stamp, scopeText, sha256(canonical)].join('\n');
  const key = [scope.date, scope.region, scope.service, 'aws4_request'].reduce(
    (previous: string | Buffer, part) => hmac(previous, part),
    `AWS4${secretAccessKey}`,
  );
  return hmac(key, toSign).toString('hex');
}

function checkDate(
  request: WireRequest,
  authorization: Authorization,
  expected: SignatureExpectations,
): string {
  const stamp = headerValue(request, 'x-amz-date') ?? '';
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp);
  if (!match) {
    throw new CommonError(
      'incompleteSignature',
      "Authorization header requires a valid 'X-Amz-Date' header.",
    );
  }
  if (!stamp.startsWith(authorization.date)) {
    throw new CommonError(
      'signatureMismatch',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${authorization.date}' != '${stamp.slice(0, 8)}', from '${stamp}'.`,
    );
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const signed = Date.UTC(year, month - 1, day, hour, minute, second);
  const now = expected.now.getTime();
  const skew = expected.allowedSkew * 1000;
  const minutes = Math.round(expected.allowedSkew / 60);
  if (signed < now - skew) {
    throw new CommonError(
      'signatureMismatch',
      `Signature expired: ${stamp} is now earlier than ${stampOf(now - skew)} (${stampOf(now)} - ${minutes} min.)`,
    );
  }
  if (signed > now + skew) {
    throw new CommonError(
      'signatureMismatch',
      `Signature not yet current: ${stamp} is still later than ${stampOf(now + skew)} (${stampOf(now)} + ${minutes} min.)`,
    );
  }
  return stamp;
}

function checkScope(authorization: Authorization, service: string): void {
  if (authorization.service !== service) {
    throw new CommonError(
      'signatureMismatch',
      `Credential should be scoped to correct service: '${service}'.`,
    );
  }
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(authorization.region)) {
    throw new CommonError('signatureMismatch', 'Credential should be scoped to a valid region.');
  }
}

function checkSignedHeaders(request: WireRequest, signedHeaders: readonly string[]): void {
  const signed = new Set(signedHeaders);
  // An unsigned X-Amz header could be altered on the way: the target names the operation.
  const needed = request.headers.map(([name]) => name.toLowerCase()).filter((n) => n.startsWith('x-amz-'));
  const missing = ['host', 'x-amz-date', ...needed].find((name) => !signed.has(name));
  if (missing !== undefined) {
    throw new CommonError(
      'signatureMismatch',
      `'${missing}' must be a 'SignedHeader' in the AWS Authorization.`,
    );
  }
}

/** Value of a header as it is signed: inner spaces folded, duplicates joined by commas. */
function headerValue(request: WireRequest, name: string): string | undefined {
  const values = request.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.map((value) => value.trim().replace(/\s+/g, ' ')).join(',');
}

function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  const slash = segments.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : '';
  // The path arrives encoded once; encoding what arrived is the second time.
  return `/${segments.map(percentEncode).join('/')}${slash}`;
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [percentEncode(decode(name)), percentEncode(decode(value))] as const;
    })
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function stampOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function hmac(key: string | Buffer, content: string): Buffer {
  return createHmac('sha256', key).update(content).digest();
}

function equalInConstantTime(a: string, b: string): boolean {
  // Hashing first gives equal lengths, which timingSafeEqual needs.
  const [hashA, hashB] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return hashA !== undefined && hashB !== undefined && timingSafeEqual(hashA, hashB);
}
