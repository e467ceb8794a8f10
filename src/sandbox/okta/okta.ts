import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Provider } from 'oidc-provider';
import type { RequestLog } from '../requestLog.ts';
import { answerLogout } from './logout.ts';
import { createProvider, createSigningKey, oktaPaths, signInPath } from './provider.ts';
import { recordRequests } from './recordRequests.ts';
import { answerSignIn } from './signIn.ts';

export interface OktaOptions {
  /** 0 takes any free port. */
  port: number;
  log: RequestLog;
  /** Seconds in which a refresh token that was already used still works; Okta's own default is 30. */
  refreshTokenGraceSeconds?: number;
  /** Milliseconds since the epoch: the clock of tokens' lifetimes in the store. */
  now?: () => number;
}

export interface RunningOkta {
  /** `http://127.0.0.1:{port}` */
  issuer: string;
  stop(): Promise<void>;
}

/** Starts the stand-in for an Okta organization on 127.0.0.1. Rejects with Node's own error where it cannot listen. */
export async function startOkta(options: OktaOptions): Promise<RunningOkta> {
  const { port, log, refreshTokenGraceSeconds = 30, now = Date.now } = options;
  const signingKey = await createSigningKey();
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // The issuer holds the port, so the provider is made when the port is known.
  const address = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${address.port}`;
  const provider = createProvider(issuer, signingKey, { graceMs: refreshTokenGraceSeconds * 1000, now });

  provider.use(async (context, next) => {
    if (context.path.startsWith(`${signInPath}/`)) return answerSignIn(provider, log, context);
    if (context.path === oktaPaths.end_session)
      return answerLogout(provider, signingKey.publicKey, log, context);
    if (context.path === oktaPaths.authorization) {
      context.querystring = keepOfflineAccess(context.querystring);
    }
    await next();
    // No page of another origin has business here.
    for (const name of Object.keys(context.response.headers)) {
      if (name.startsWith('access-control-')) context.remove(name);
    }
  });
  provider.use(recordRequests(provider, log));
  server.on('request', guardHost(provider, address.port));

  return {
    issuer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// The library drops offline_access unless consent is requested; Okta does not. `none` stands alone by the specification.
function keepOfflineAccess(querystring: string): string {
  const parameters = new URLSearchParams(querystring);
  const prompt = parameters.get('prompt')?.split(' ') ?? [];
  const offline = parameters.get('scope')?.split(' ').includes('offline_access') ?? false;
  if (!offline || prompt.includes('none') || parameters.getAll('prompt').length > 1) return querystring;
  parameters.set('prompt', [...new Set([...prompt, 'consent'])].join(' '));
  return parameters.toString();
}

/** A name that resolves to 127.0.0.1 but is not ours is a page that attempts DNS rebinding. */
function guardHost(provider: Provider, port: number) {
  const answer = provider.callback();
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${host}:${port}`);
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (hosts.includes(request.headers.host ?? '')) {
      void answer(request, response);
      return;
    }
    response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('This server answers at 127.0.0.1 only.\n');
  };
}
