import type { RequestLog } from '../requestLog.ts';
import { FaultRuleError, readFaultRules } from './faultRules.ts';
import type { Cloud } from './operation.ts';
import { knownOperations } from './services.ts';
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
  switch (url.pathname) {
    case '/sandbox/requests':
      if (method === 'GET') return requestLines(log, url.searchParams.get('after'));
      return json(405, { message: 'Use GET.' });
    case '/sandbox/denials':
      return setting(request, {
        get: () => ({ actions: cloud.iam.denied }),
        set: (body) => setDenials(body, cloud),
      });
    case '/sandbox/faults':
      return setting(request, {
        get: () => ({ faults: cloud.faults.rules }),
        set: (body) => setFaults(body, cloud),
      });
    default:
      return json(404, {
        message: 'The sandbox answers /sandbox/requests, /sandbox/denials and /sandbox/faults.',
      });
  }
}

/** A page that shows what is set and replaces it. `set` gives the reason where it does not. */
function setting(
  { method, contentType, body }: SandboxRequest,
  page: { get: () => object; set: (body: string) => string | undefined },
): Answer {
  if (method === 'GET') return json(200, page.get());
  if (method !== 'POST') return json(405, { message: 'Use GET or POST.' });
  // A page in a browser may not send this type to another origin without being asked first, and nobody answers that.
  if (!/^application\/json(\s*;|$)/i.test(contentType)) {
    return json(415, { message: 'The content-type must be application/json.' });
  }
  const message = page.set(body);
  return message === undefined ? json(200, page.get()) : json(400, { message });
}

/** Denies IAM actions to every role; the set that is given replaces the one before. */
function setDenials(body: string, { iam }: Cloud): string | undefined {
  const actions = readActions(body);
  if (!actions) return 'The body must be {"actions": ["service:Operation", …]}.';
  const unknown = actions.filter((action) => !iam.knownActions.includes(action));
  if (unknown.length > 0) {
    return `Unknown actions: ${unknown.join(', ')}. Known: ${iam.knownActions.join(', ')}.`;
  }
  iam.deny(actions);
  return undefined;
}

/** Sets the faults; those that are given replace the ones before. */
function setFaults(body: string, { faults, sites }: Cloud): string | undefined {
  try {
    const regions = sites.map(({ region }) => region);
    faults.set(readFaultRules(body, { operations: knownOperations, regions }));
    return undefined;
  } catch (error) {
    if (error instanceof FaultRuleError) return error.message;
    throw error;
  }
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
