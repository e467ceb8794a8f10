import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackReceiver {
  /** The redirect URI to send to the issuer, with the port that was free. */
  readonly redirectUri: string;
  /** Settles with the first request to the redirect URI. Rejects with the signal's reason. */
  readonly callback: Promise<LoopbackCallback>;
  close(): void;
}

export interface LoopbackCallback {
  /** Everything the browser brought: path and query. */
  readonly url: URL;
  /** Answers the waiting browser with a page and ends the receiver. */
  respond(page: { ok: boolean; title: string; text: string }): void;
}

/**
 * Listens on loopback for one sign-in redirect.
 * @param redirectUri as registered: `http://127.0.0.1/callback`, `http://localhost:8501`. A port in it wins over `ports`.
 * @param ports tried in order; 0 is any free port.
 * @throws {Error} with code EADDRINUSE where no port is free.
 */
export async function openLoopbackReceiver(
  redirectUri: string,
  ports: readonly number[],
  signal: AbortSignal,
): Promise<LoopbackReceiver> {
  const uri = new URL(redirectUri);
  const server = createServer();
  const wanted = uri.port ? [Number(uri.port)] : ports;
  const address = uri.hostname === '[::1]' ? '::1' : '127.0.0.1';
  const port = await listenOnFirstFree(server, wanted, address);
  // A URL drops the default port and adds a slash to an empty path; the issuer compares characters.
  const exact = uri.port ? redirectUri : redirectUri.replace(uri.host, `${uri.host}:${port}`);

  const close = () => {
    server.close();
    server.closeIdleConnections();
  };
  const callback = new Promise<LoopbackCallback>((resolve, reject) => {
    const abort = () => {
      close();
      reject(signal.reason);
    };
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    let taken = false;
    server.on('request', (request, response) => {
      const url = requestUrl(request, port);
      if (taken || url?.pathname !== uri.pathname || request.method !== 'GET') {
        response.writeHead(404, { connection: 'close' }).end();
        return;
      }
      taken = true;
      signal.removeEventListener('abort', abort);
      resolve({
        url,
        respond: (page) => {
          writePage(response, page);
          close();
        },
      });
    });
  });
  // The caller may give up before it awaits the callback.
  callback.catch(() => undefined);
  return { redirectUri: exact, callback, close };
}

async function listenOnFirstFree(server: Server, ports: readonly number[], address: string): Promise<number> {
  let last: unknown;
  for (const port of ports) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ port, host: address, exclusive: true }, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** Refuses a Host header that isn't loopback, so that no web page can reach the receiver by another name. */
function requestUrl(request: IncomingMessage, port: number): URL | undefined {
  const host = request.headers.host ?? '';
  if (!['127.0.0.1', 'localhost', '[::1]'].some((name) => host === `${name}:${port}`)) return undefined;
  return URL.canParse(request.url ?? '', `http://${host}`)
    ? new URL(request.url ?? '', `http://${host}`)
    : undefined;
}

function writePage(response: ServerResponse, page: { ok: boolean; title: string; text: string }): void {
  response.writeHead(page.ok ? 200 : 400, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(page.title)}</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>
body { font: 16px/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh; margin: 0 1.5rem }
main { max-width: 34rem; border-left: 4px solid ${page.ok ? '#2e8b57' : '#c0392b'}; padding: .5rem 1.5rem }
h1 { font-size: 1.4rem; margin: 0 0 .5rem } p { margin: 0; white-space: pre-line; overflow-wrap: anywhere }
</style></head>
<body><main><h1>${escape(page.title)}</h1><p>${escape(page.text)}</p></main></body></html>`);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
