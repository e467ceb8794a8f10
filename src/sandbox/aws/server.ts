import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestLog } from '../requestLog.ts';
import { CommonError } from './awsError.ts';
import { answerSandbox } from './sandboxPages.ts';
import { createCloud } from './createCloud.ts';
import type { CloudOptions } from './createCloud.ts';
import { dispatch } from './dispatch.ts';
import type { Cloud } from './operation.ts';
import type { Answer } from './wireProtocol.ts';

export interface AwsOptions extends CloudOptions {
  /** 0 for any free port. */
  port: number;
  log: RequestLog;
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
      for (const { statements } of cloud.endpoints) statements.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
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
  if (isPing(request)) {
    request.resume();
    send(response, plainText(404, '<UnknownOperationException/>\n'), cloud);
    return;
  }
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname.startsWith('/sandbox/')) {
    const body = await readBody(request);
    const contentType = request.headers['content-type'] ?? '';
    const { method = '' } = request;
    send(
      response,
      answerSandbox({ method, url, contentType, body: body.bytes.toString() }, cloud, log),
      cloud,
    );
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
  if (result.answer) send(response, result.answer, cloud);
  else response.destroy();
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
  // Node leaves the body out of an answer to HEAD by itself.
  response.end(result.body);
}

function plainText(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

/** A request that nobody signed and that asks for nothing: how long the way to a Region takes. */
function isPing({ method, url, headers }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && url === '/' && headers.authorization === undefined;
}

function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}
