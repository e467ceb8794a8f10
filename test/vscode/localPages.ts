import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalPages {
  /** For VSCODE_PROXY_URI: where VS Code's server sends a browser that is to open a port of this machine. */
  template: string;
  stop(): void;
}

/**
 * Sends a browser on to a port of this machine at its own address.
 * The server would show such pages below a path of its own, which a sign-in page with its redirects can't bear;
 * here the browser is on the same machine and needs no such help.
 */
export async function startLocalPages(): Promise<LocalPages> {
  const server: Server = createServer((request, response) => {
    const [, port, rest] = /^\/(\d{1,5})(\/.*)$/.exec(request.url ?? '') ?? [];
    if (port === undefined) response.writeHead(404).end();
    else response.writeHead(302, { location: `http://127.0.0.1:${port}${rest}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    template: `http://127.0.0.1:${port}/{{port}}/`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
