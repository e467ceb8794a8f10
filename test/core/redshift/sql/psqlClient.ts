import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { findProgram } from '../../../vscode/processes.ts';

/** What psql sends to its server, a text for each query, when it runs a script. @throws where there is no psql */
export async function queriesOfPsql(file: string, variables: Readonly<Record<string, string>> = {}) {
  const psql = await findProgram('psql');
  if (psql === undefined) throw new Error('psql is not on the PATH: apt-get install postgresql-client');
  const queries: string[] = [];
  const server = createServer((socket) => answer(socket, (query) => queries.push(query)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const set = Object.entries(variables).flatMap(([name, value]) => ['-v', `${name}=${value}`]);
    const child = spawn(psql, ['--no-psqlrc', '--quiet', ...set, '--file', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        PGHOST: '127.0.0.1',
        PGPORT: String(port),
        PGUSER: 'ethan',
        PGDATABASE: 'dev',
        PGSSLMODE: 'disable',
        PGGSSENCMODE: 'disable',
        PGCLIENTENCODING: 'UTF8',
      },
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0 || said !== '') throw new Error(`psql ended with ${code}: ${said}`);
    return queries;
  } finally {
    server.close();
  }
}

/** As much of PostgreSQL's protocol 3.0 as a client needs that only sends simple queries. */
function answer(socket: Socket, onQuery: (query: string) => void): void {
  let bytes = Buffer.alloc(0);
  let started = false;
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      // Only the first message has no type before its length.
      const head = started ? 1 : 0;
      if (bytes.length < head + 4) return;
      const end = head + bytes.readInt32BE(head);
      if (bytes.length < end) return;
      const type = started ? String.fromCharCode(bytes[0] ?? 0) : 'startup';
      const body = bytes.subarray(head + 4, end);
      bytes = bytes.subarray(end);
      started = true;
      if (type === 'startup') {
        // Without `standard_conforming_strings`, as at Redshift: a backslash escapes in every string.
        socket.write(Buffer.concat([message('R', int32(0)), status('client_encoding', 'UTF8'), ready]));
      } else if (type === 'Q') {
        onQuery(body.toString('utf8', 0, body.length - 1));
        socket.write(Buffer.concat([message('C', Buffer.from('SELECT 0\0')), ready]));
      } else if (type === 'X') {
        socket.end();
        return;
      }
    }
  });
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function status(name: string, value: string): Buffer {
  return message('S', Buffer.from(`${name}\0${value}\0`));
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

const ready = message('Z', Buffer.from('I'));
