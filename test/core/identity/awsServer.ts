import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unsignedToken } from './tokens.ts';

export interface AwsCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, string>>;
  /** Who signed; empty for an unsigned call. */
  readonly accessKeyId: string;
  /** Region and service that it was signed for. */
  readonly scope: string;
}

/** An answer in AWS's own form, or the end of the connection without one. */
export type Answer =
  | 'drop'
  | { readonly status: number; readonly type: string; readonly body: string; readonly errorType?: string };

/** STS and SSO OIDC as they answer on the wire, with answers queued by a test in the place of the usual ones. */
export class AwsServer {
  readonly calls: AwsCall[] = [];
  /** Milliseconds since the epoch: sessions begin here. */
  now = Date.parse('2030-01-01T00:00:00Z');
  /** Milliseconds that role sessions live. */
  lifetime = 3_600_000;
  /** Further members of every CreateTokenWithIAM answer. */
  token: Record<string, unknown> = {};
  readonly #server: Server;
  readonly #queued = new Map<string, Answer[]>();
  #gate: Promise<void> = Promise.resolve();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<AwsServer> {
    const server = createServer((request, response) => void aws.#answer(request, response));
    const aws = new AwsServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return aws;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get operations(): string[] {
    return this.calls.map(({ operation }) => operation);
  }

  queue(operation: string, ...answers: Answer[]): void {
    this.#queued.set(operation, [...(this.#queued.get(operation) ?? []), ...answers]);
  }

  /** Keeps every answer back until the returned function is called. */
  hold(): () => void {
    let release = () => {};
    this.#gate = new Promise((resolve) => (release = resolve));
    return release;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const call = readCall(request, body);
    this.calls.push(call);
    const answer = this.#queued.get(call.operation)?.shift() ?? this.#usual(call);
    await this.#gate;
    if (answer === 'drop') {
      request.socket.destroy();
      return;
    }
    const { status, type, errorType } = answer;
    response.writeHead(status, {
      'content-type': type,
      ...(errorType ? { 'x-amzn-errortype': errorType } : {}),
    });
    response.end(answer.body);
  }

  #usual({ operation, input }: AwsCall): Answer {
    const number = this.operations.filter((name) => name === operation).length;
    if (operation === 'CreateTokenWithIAM') {
      return json(200, {
        accessToken: `idc-access-${number}`,
        tokenType: 'Bearer',
        expiresIn: 3600,
        idToken: unsignedToken({
          sub: 'idc-user',
          exp: this.now / 1000 + 3600,
          'sts:identity_context': `from-claim-${number}`,
        }),
        scope: ['redshift:connect', 'sts:identity_context'],
        awsAdditionalDetails: { identityContext: `identity-context-${number}` },
        ...this.token,
      });
    }
    const name = operation === 'AssumeRole' ? 'DATA' : 'BRIDGE';
    const expiration = new Date(this.now + this.lifetime).toISOString();
    return xml(
      200,
      `<${operation}Response xmlns="${stsNamespace}"><${operation}Result>
        <Credentials><AccessKeyId>ASIA${name}${number}</AccessKeyId><SecretAccessKey>secret-key-${name}-${number}</SecretAccessKey>
        <SessionToken>session-token-${name}-${number}</SessionToken><Expiration>${expiration}</Expiration></Credentials>
        <AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId><Arn>arn:aws:sts::1:assumed-role/r/${input['RoleSessionName'] ?? ''}</Arn></AssumedRoleUser>
      </${operation}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation}Response>`,
    );
  }
}

const stsNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

export function stsError(status: number, code: string, message: string): Answer {
  return xml(
    status,
    `<ErrorResponse xmlns="${stsNamespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  );
}

export function oidcError(status: number, errorType: string, body: object): Answer {
  return { ...json(status, body), errorType };
}

export function json(status: number, body: object) {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}

function xml(status: number, body: string) {
  return { status, type: 'text/xml', body };
}

function readCall(request: IncomingMessage, body: string): AwsCall {
  const [, accessKeyId = '', scope = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+\/[^/]+)/.exec(request.headers.authorization ?? '') ?? [];
  const form = Object.fromEntries(new URLSearchParams(body));
  const input = request.url?.startsWith('/token') ? (JSON.parse(body) as Record<string, string>) : form;
  return { operation: form['Action'] ?? 'CreateTokenWithIAM', input, accessKeyId, scope };
}
