import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isCancel } from '../../../../../src/core/errors.ts';
import { fetchResultPage } from '../../../../../src/core/redshift/results/page/resultPage.ts';

const rows = [
  ['1', 'Tokyo "東京"'],
  ['2', null],
];
const body = new TextEncoder().encode(
  JSON.stringify({
    Records: [{ CSVRecords: '1,"Tokyo ""東' }, { CSVRecords: '京"""\r\n2,\r\n' }],
    ColumnMetadata: [
      { name: 'id', typeName: 'int8' },
      { name: 'city', typeName: 'varchar' },
    ],
    TotalNumRows: 2,
    NextToken: 'next',
  }),
);
const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'example', sessionToken: 'example' };
const region = 'us-east-1';

interface Answer {
  statusCode?: number;
  body: unknown;
}

/** A client whose answers come from here in the place of the network. */
function clientThatGets(...answers: Answer[]): RedshiftDataClient {
  const handle = async () => ({ response: { statusCode: 200, headers: {}, ...answers.shift() } });
  return new RedshiftDataClient({
    region,
    credentials,
    maxAttempts: 2,
    retryStrategy: {
      acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
      refreshRetryTokenForRetry: async (token) => token,
      recordSuccess: () => {},
    },
    requestHandler: { handle } as never,
  });
}

async function fetchRows(client: RedshiftDataClient) {
  const { values, totalRows, nextToken } = await fetchResultPage(client, 'st-1');
  return { rows: values.rows(), totalRows, nextToken };
}

const expected = { rows, totalRows: 2, nextToken: 'next' };

describe('takeRows', () => {
  const forms: { label: string; answers: () => Answer[] }[] = [
    { label: 'a stream', answers: () => [{ body: Readable.from([body]) }] },
    { label: 'bytes, left to the SDK', answers: () => [{ body: body.slice() }] },
    {
      label: 'an answer that broke off, and the next one',
      answers: () => [{ body: Readable.from(brokenOff()) }, { body: Readable.from([body]) }],
    },
    {
      label: 'a server error, and the next answer',
      answers: () => [
        { statusCode: 500, body: Readable.from([Buffer.from('{"__type":"InternalServerException"}')]) },
        { body: Readable.from([body]) },
      ],
    },
  ];
  for (const { label, answers } of forms) {
    it(`reads ${label}`, async () => {
      assert.deepEqual(await fetchRows(clientThatGets(...answers())), expected);
    });
  }

  it('reads the same however the bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(body.length), { maxLength: 6 }), async (cuts) => {
        const at = [0, ...cuts.toSorted((left, right) => left - right), body.length];
        const chunks = at.slice(1).map((end, index) => body.slice(at[index], end));
        assert.deepEqual(await fetchRows(clientThatGets({ body: Readable.from(chunks) })), expected);
      }),
      { numRuns: 30 },
    );
  });

  it('tells the next token before the rows are parsed', async () => {
    const told: string[] = [];
    const client = clientThatGets({ body: Readable.from([body]) });
    await fetchResultPage(client, 'st-1', undefined, undefined, (token) => told.push(token));
    assert.deepEqual(told, ['next']);
  });

  it('ends in the middle of an answer where the signal says so', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, 40));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = new RedshiftDataClient({ region, credentials, endpoint, maxAttempts: 1 });
    const controller = new AbortController();
    const asked = once(server, 'request');
    const fetching = fetchResultPage(client, 'st-1', undefined, controller.signal);
    await asked;
    setTimeout(() => controller.abort(), 20);
    await assert.rejects(fetching, isCancel);
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
});

async function* brokenOff(): AsyncGenerator<Uint8Array> {
  yield body.slice(0, 60);
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}
