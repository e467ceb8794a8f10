import { RedshiftDataClient, type RedshiftDataClientConfig } from '@aws-sdk/client-redshift-data';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DataApiCall {
  operation: string;
  input: Record<string, unknown>;
}

/** An answer is a body, an AWS error, a broken connection, or an answer that waits until the caller hangs up. */
export type Answer =
  { body: object } | { error: string; message?: string; status?: number; members?: object } | 'drop' | 'hang';

/** Answers for each operation, in order; the last one stays. A function sees the call first, and may take its time. */
export type Script = Record<string, (Answer | ((call: DataApiCall) => Answer | Promise<Answer>))[]>;

export interface ScriptedDataApi {
  client: RedshiftDataClient;
  calls: DataApiCall[];
  /** Calls as `Operation` names, for one comparison. */
  operations(): string[];
  stop(): Promise<void>;
}

/** A server that speaks the Data API's wire protocol from a script, and the real client in front of it. */
export async function scriptedDataApi(
  script: Script,
  options: Pick<RedshiftDataClientConfig, 'maxAttempts' | 'retryStrategy'> = {},
): Promise<ScriptedDataApi> {
  const calls: DataApiCall[] = [];
  const position = new Map<string, number>();
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const operation = String(request.headers['x-amz-target']).replace('RedshiftData.', '');
    const call = { operation, input: JSON.parse(text) as Record<string, unknown> };
    calls.push(call);
    const answers = script[operation] ?? [];
    const at = position.get(operation) ?? 0;
    position.set(operation, at + 1);
    const answer = answers[Math.min(at, answers.length - 1)] ?? { error: 'NotInTheScript' };
    reply(response, typeof answer === 'function' ? await answer(call) : answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new RedshiftDataClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'example', sessionToken: 'example' },
    maxAttempts: 1,
    ...options,
  });
  return {
    client,
    calls,
    operations: () => calls.map(({ operation }) => operation),
    stop: () => {
      client.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return;
  if (answer === 'drop') {
    response.destroy();
    return;
  }
  const isError = 'error' in answer;
  response.writeHead(isError ? (answer.status ?? 400) : 200, {
    'content-type': 'application/x-amz-json-1.1',
  });
  const body = isError
    ? { __type: answer.error, Message: answer.message ?? answer.error, ...answer.members }
    : answer.body;
  response.end(JSON.stringify(body));
}
