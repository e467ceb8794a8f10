// A Data API that answers with one page, in a process of its own: its work is not the client's.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { csvPage, jsonPage } from './page.ts';

const csv = Buffer.from(JSON.stringify(csvPage()));
const json = Buffer.from(JSON.stringify(jsonPage()));

const server = createServer((request, response) => {
  const body = request.headers['x-amz-target'] === 'RedshiftData.GetStatementResult' ? json : csv;
  request.resume().once('end', () => {
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': body.length,
    });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
