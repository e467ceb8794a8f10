import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OktaApplication } from '../../../src/core/identity/profile.ts';
import { unsignedToken } from './tokens.ts';

/** What a test lets an endpoint answer: JSON, plain text, or the end of the connection. */
export type OktaAnswer = 'drop' | { status: number; body: object | string; headers?: Record<string, string> };

export interface OktaCall {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
}

/** An issuer whose answers, right or wrong, are the test's. Nothing checks its signatures in this flow. */
export class OktaServer {
  readonly calls: OktaCall[] = [];
  /** Changes of the discovery document. */
  metadata: Record<string, unknown> = {};
  /** Claims of the next ID tokens. */
  claims: Record<string, unknown> = {};
  /** Changes of the next token answers; undefined leaves a member out. */
  tokens: Record<string, unknown> = {};
  readonly #server: Server;
  readonly #queued: OktaAnswer[] = [];
  #number = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<OktaServer> {
    const server = createServer((request, response) => void okta.#answer(request, response));
    const okta = new OktaServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return okta;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get application(): OktaApplication {
    const scopes = ['openid', 'profile', 'offline_access'];
    return {
      issuer: this.issuer,
      clientId: '0oa1',
      redirectUri: 'http://127.0.0.1/callback',
      ports: [0],
      scopes,
    };
  }

  /** Answers of the token and revocation endpoints, in the place of the usual ones. */
  queue(...answers: OktaAnswer[]): void {
    this.#queued.push(...answers);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const path = new URL(request.url ?? '/', this.issuer).pathname;
    this.calls.push({ path, form: Object.fromEntries(new URLSearchParams(text)) });
    const answer = path.endsWith('/openid-configuration')
      ? { status: 200, body: this.#discovery() }
      : (this.#queued.shift() ?? { status: 200, body: path.endsWith('/token') ? this.#tokenAnswer() : '' });
    if (answer === 'drop') {
      request.socket.destroy();
      return;
    }
    const { status, body } = answer;
    const type = typeof body === 'string' ? 'text/html' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...('headers' in answer ? answer.headers : {}) });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  #discovery(): object {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/oauth2/v1/authorize`,
      token_endpoint: `${issuer}/oauth2/v1/token`,
      revocation_endpoint: `${issuer}/oauth2/v1/revoke`,
      end_session_endpoint: `${issuer}/oauth2/v1/logout`,
      jwks_uri: `${issuer}/oauth2/v1/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      ...this.metadata,
    };
  }

  #tokenAnswer(): object {
    const number = ++this.#number;
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer,
      aud: '0oa1',
      sub: '00u4ming',
      iat: now,
      exp: now + 3600,
      jti: `ID.${number}`,
    };
    return {
      token_type: 'Bearer',
      expires_in: 3600,
      access_token: `marker-access-${number}`,
      refresh_token: `marker-refresh-${number}`,
      id_token: unsignedToken(
        { ...claims, preferred_username: 'ming@example.com', ...this.claims },
        'marker-signature',
      ),
      ...this.tokens,
    };
  }
}
