import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sites } from '../directory.ts';
import type { RequestLog } from '../requestLog.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import { CommonError } from './awsError.ts';
import { dispatch } from './dispatch.ts';
import { Iam, rolesOfSites } from './iam.ts';
import { IdentityCenter, applicationsOfSites } from './identityCenter.ts';
import { IssuedSessions } from './issuedSessions.ts';
import type { Cloud } from './operation.ts';
import { StatementStore } from './statementStore.ts';
import { TrustedIssuer } from './trustedIssuer.ts';
import type { Answer } from './wireProtocol.ts';

export interface AwsOptions {
  /** 0 for any free port. */
  port: number;
  log: RequestLog;
  /** Okta's issuer URL, which both the IAM identity provider and the trusted token issuer name. */
  issuer: string;
  /** Client IDs whose ID tokens are accepted. */
  audiences: readonly string[];
  /** By Region. */
  warehouses: ReadonlyMap<string, Warehouse>;
  now?: () => Date;
  /** Bytes of result text in one answer, about. */
  pageBytes?: number;
}

export interface RunningAws {
  /** For example `http://127.0.0.1:41235`. */
  endpoint: string;
  stop(): Promise<void>;
}

const megabyte = 1024 * 1024;
/** Longer than the longest statement, so that validation, not this limit, refuses one that is too long. */
const mostBodyBytes = 4 * megabyte;

/** Starts AWS: every service and Region on one HTTP endpoint on 127.0.0.1. */
export async function startAws(options: AwsOptions): Promise<RunningAws> {
  const cloud = await createCloud(options);
  const server = createServer((request, response) => {
    void answer(request, response, cloud, options.log).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      for (const store of cloud.statements.values()) store.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function createCloud(options: AwsOptions): Promise<Cloud> {
  const now = options.now ?? (() => new Date());
  const issuer = new TrustedIssuer(options.issuer, now);
  const statements = sites.flatMap((site) => {
    const warehouse = options.warehouses.get(site.region);
    return warehouse ? [[site.region, new StatementStore(warehouse, site.database, now)] as const] : [];
  });
  return {
    now,
    sites,
    issuer,
    sessions: new IssuedSessions(now),
    iam: new Iam(rolesOfSites(sites, options.issuer, options.audiences)),
    identityCenter: await IdentityCenter.create(issuer, applicationsOfSites(sites, options.audiences), now),
    statements: new Map(statements),
    pageBytes: options.pageBytes ?? megabyte,
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  cloud: Cloud,
  log: RequestLog,
): Promise<void> {
  // A page in a browser could reach this port under a name of its own; AWS's clients name the loopback.
  if (!isLoopback(request.headers.host)) {
    send(response, plainText(403, 'Only requests to the loopback address are answered.'), cloud);
    return;
  }
  const [path, query] = (request.url ?? '/').split('?');
  if (request.method === 'GET' && path === '/sandbox/requests') {
    send(response, requestLines(log, new URLSearchParams(query).get('after')), cloud);
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    headers.push([request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? '']);
  }
  const body = await readBody(request);
  const wire = { method: request.method ?? '', target: request.url ?? '/', headers, body: body.bytes };
  const result = await dispatch(wire, {
    cloud,
    requestId: randomUUID(),
    signal: gone.signal,
    bodyFault: body.tooLarge
      ? new CommonError('bodyTooLarge', `A request may hold ${mostBodyBytes} bytes.`)
      : undefined,
  });
  log.record(result.record);
  send(response, result.answer, cloud);
}

async function readBody(request: IncomingMessage): Promise<{ bytes: Buffer; tooLarge: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    // What is over the limit is read and dropped, so that the client gets an answer and no reset.
    if (size <= mostBodyBytes) chunks.push(bytes);
  }
  return { bytes: Buffer.concat(chunks), tooLarge: size > mostBodyBytes };
}

function send(response: ServerResponse, result: Answer, cloud: Cloud): void {
  if (response.destroyed) return;
  response.writeHead(result.status, {
    ...result.headers,
    date: cloud.now().toUTCString(),
    'content-length': Buffer.byteLength(result.body),
  });
  response.end(result.body);
}

function requestLines(log: RequestLog, after: string | null): Answer {
  const entries = log.entries(after !== null && /^\d+$/.test(after) ? Number(after) : 0);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
    body: entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  };
}

function plainText(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}
