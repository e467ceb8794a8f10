// A Data API with one statement of a million rows, in a process of its own: its work is not the client's.
// `/60/` in front of the path makes every page take 60 ms longer.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { csvPage, jsonPage, pageRows, pages, serviceTime } from './page.ts';

/** What every page begins with: a JSON object that is still open. */
const openPages: Readonly<Record<string, Buffer>> = {
  GetStatementResultV2: openObject(csvPage()),
  GetStatementResult: openObject(jsonPage()),
};

/** Milliseconds, on the clock of this process. */
let endsAt = 0;

const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const input = JSON.parse(text) as { NextToken?: string; WaitTimeSeconds?: number };
  const operation = String(request.headers['x-amz-target']).replace('RedshiftData.', '');
  const start = openPages[operation];
  if (start) {
    await sleep(Number(request.url?.split('/')[1] ?? 0));
    return answer(response, start, endOfPage(Number(input.NextToken ?? 0)));
  }
  if (operation === 'ExecuteStatement') endsAt = performance.now() + serviceTime;
  const left = endsAt - performance.now();
  const wait = (input.WaitTimeSeconds ?? 0) * 1000;
  await sleep(Math.max(0, Math.min(left, wait)));
  const Status = left <= wait ? 'FINISHED' : 'STARTED';
  answer(response, Buffer.from(JSON.stringify({ Id: 'st-1', Status, HasResultSet: Status === 'FINISHED' })));
});

function openObject(page: object): Buffer {
  return Buffer.from(JSON.stringify(page).slice(0, -1));
}

function endOfPage(page: number): Buffer {
  const next = page + 1 < pages ? `,"NextToken":"${page + 1}"` : '';
  return Buffer.from(`,"TotalNumRows":${pages * pageRows}${next}}`);
}

function answer(response: ServerResponse, ...parts: readonly Buffer[]): void {
  response.writeHead(200, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': parts.reduce((sum, part) => sum + part.length, 0),
  });
  for (const part of parts) response.write(part);
  response.end();
}

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
