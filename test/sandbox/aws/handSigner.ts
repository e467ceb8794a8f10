import { createHash, createHmac } from 'node:crypto';
import type { Keys } from './awsFixture.ts';

export interface HandSigned {
  endpoint: string;
  keys: Keys;
  service: string;
  region?: string;
  path?: string;
  headers?: Readonly<Record<string, string>>;
  body: string;
  /** Sent in place of the body that was signed. */
  sentBody?: string;
  now?: Date;
  /** Day of the credential scope, where it differs from the time's. */
  scopeDate?: string;
  /** Headers left out of the signature. */
  unsigned?: readonly string[];
  /** Changes what is sent after it was signed; an empty value removes the header. */
  tamper?: Readonly<Record<string, string>>;
}

/** Signs a POST by the specification, sharing no code with the verifier, and sends it. */
export async function sendSigned(
  request: HandSigned,
): Promise<{ status: number; body: string; type: string }> {
  const { service, region = 'us-east-1', path = '/', keys, body } = request;
  const stamp = (request.now ?? new Date()).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = request.scopeDate ?? stamp.slice(0, 8);
  const headers: Record<string, string> = {
    host: new URL(request.endpoint).host,
    'x-amz-date': stamp,
    'x-amz-security-token': keys.sessionToken,
    ...request.headers,
  };
  const names = Object.keys(headers)
    .filter((name) => !request.unsigned?.includes(name))
    .sort();
  const [pathname = '/', query = ''] = path.split('?');
  const canonical = [
    'POST',
    pathname,
    query,
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    createHash('sha256').update(body).digest('hex'),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${createHash('sha256').update(canonical).digest('hex')}`;
  let key: string | Buffer = `AWS4${keys.secretAccessKey}`;
  for (const part of [day, region, service, 'aws4_request']) {
    key = createHmac('sha256', key).update(part).digest();
  }
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  const sent: Record<string, string> = {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    ...request.tamper,
  };
  delete sent['host'];
  const response = await fetch(`${request.endpoint}${path}`, {
    method: 'POST',
    headers: Object.entries(sent).filter(([, value]) => value !== ''),
    body: request.sentBody ?? body,
  });
  const type = response.headers.get('x-amzn-errortype') ?? '';
  return { status: response.status, body: await response.text(), type };
}
