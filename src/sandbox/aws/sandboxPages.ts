import type { RequestLog } from '../requestLog.ts';
import type { Cloud } from './operation.ts';
import type { Answer } from './wireProtocol.ts';

export interface SandboxRequest {
  method: string;
  url: URL;
  contentType: string;
  body: string;
}

/** Paths below `/sandbox/`: what the sandbox tells of itself and lets people set, beside AWS's own. Not in the request log. */
export function answerSandbox(request: SandboxRequest, cloud: Cloud, log: RequestLog): Answer {
  const { method, url } = request;
  if (url.pathname === '/sandbox/requests' && method === 'GET') {
    return requestLines(log, url.searchParams.get('after'));
  }
  if (url.pathname === '/sandbox/denials') {
    if (method === 'GET') return json(200, { actions: cloud.iam.denied });
    if (method === 'POST') return setDenials(request, cloud);
    return json(405, { message: 'Use GET or POST.' });
  }
  return json(404, { message: 'The sandbox answers /sandbox/requests and /sandbox/denials.' });
}

/** Denies IAM actions to every role; the set that is given replaces the one before. */
function setDenials({ contentType, body }: SandboxRequest, { iam }: Cloud): Answer {
  // A page in a browser may not send this type to another origin without being asked first, and nobody answers that.
  if (!/^application\/json(\s*;|$)/i.test(contentType)) {
    return json(415, { message: 'The content-type must be application/json.' });
  }
  const actions = readActions(body);
  if (!actions) return json(400, { message: 'The body must be {"actions": ["service:Operation", …]}.' });
  const unknown = actions.filter((action) => !iam.knownActions.includes(action));
  if (unknown.length > 0) {
    return json(400, {
      message: `Unknown actions: ${unknown.join(', ')}. Known: ${iam.knownActions.join(', ')}.`,
    });
  }
  iam.deny(actions);
  return json(200, { actions: iam.denied });
}

function readActions(body: string): string[] | undefined {
  try {
    const { actions } = JSON.parse(body) as { actions?: unknown };
    return Array.isArray(actions) && actions.every((action) => typeof action === 'string')
      ? actions
      : undefined;
  } catch {
    return undefined;
  }
}

function requestLines(log: RequestLog, after: string | null): Answer {
  const entries = log.entries(after !== null && /^\d+$/.test(after) ? Number(after) : 0);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
    body: entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  };
}

function json(status: number, value: object): Answer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { status, headers, body: JSON.stringify(value) };
}
