import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { identityCenter, oktaClients, people, sites } from '../../src/sandbox/directory.ts';
import { SandboxStartError, startSandbox } from '../../src/sandbox/sandbox.ts';
import { Browser } from './okta/browser.ts';
import { discover, signIn } from './okta/signIn.ts';
import { programFile, SandboxProgram } from './program.ts';

const assets = new URL('../../dist/sandbox/', import.meta.url);

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
  });
}

const close = (server: Server) => new Promise((resolve) => server.close(resolve));

/** Two ports in a row, held. */
async function holdPair(): Promise<{ port: number; first: Server; second: Server }> {
  for (;;) {
    const first = await listen(0);
    const { port } = first.address() as AddressInfo;
    const second = await listen(port + 1).catch(() => undefined);
    if (second !== undefined) return { port, first, second };
    await close(first);
  }
}

describe('the sandbox as a program', function () {
  this.timeout(120_000);
  const programs: SandboxProgram[] = [];
  const start = (...args: string[]) => {
    const program = new SandboxProgram(...args);
    programs.push(program);
    return program;
  };
  afterEach(async () => {
    for (const program of programs.splice(0)) await program.stop();
  });

  it('prints one line of JSON when every part answers, and nothing else', async () => {
    const program = start('--json');
    const { okta, aws, ...rest } = await program.ready();
    const loopback = /^http:\/\/127\.0\.0\.1:\d+$/;
    const answers = [`${okta.issuer}/.well-known/openid-configuration`, `${aws.endpoint}/sandbox/requests`];
    const statuses = await Promise.all(answers.map(async (address) => (await fetch(address)).status));
    await program.stop();
    assert.deepEqual(
      {
        lines: program.standardOutput.split('\n').length,
        standardError: program.standardError,
        issuer: loopback.test(okta.issuer),
        endpoint: loopback.test(aws.endpoint),
        statuses,
        okta: { ...okta, issuer: '' },
        ...rest,
      },
      {
        lines: 2,
        standardError: '',
        issuer: true,
        endpoint: true,
        statuses: [200, 200],
        okta: {
          issuer: '',
          clientId: oktaClients.native.clientId,
          webClientId: oktaClients.web.clientId,
          webClientSecret: oktaClients.web.clientSecret,
        },
        identityCenter: { instanceArn: identityCenter.instanceArn },
        sites: sites.map(({ account: _account, namespace: _namespace, ...shown }) => shown),
        people: people.map(({ login, groups }) => ({ login, groups: [...groups] })),
      },
    );
  });

  it('says to people where it listens, who is there, and how to stop it', async () => {
    const program = start();
    await program.firstLine();
    const shown = program.standardOutput;
    const missing = [
      ...people.map(({ login }) => login),
      'http://127.0.0.1:',
      '/sandbox/requests',
      'Ctrl+C',
    ].filter((text) => !shown.includes(text));
    assert.deepEqual(missing, []);
  });

  it('listens at the port it is given, with Okta at the next', async () => {
    const { port, first, second } = await holdPair();
    await Promise.all([close(first), close(second)]);
    const { okta, aws } = await start('--json', '--port', String(port)).ready();
    assert.deepEqual(
      [aws.endpoint, okta.issuer],
      [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`],
    );
  });

  const ends: { label: string; end: (program: SandboxProgram) => void; ready: boolean }[] = [
    { label: 'SIGTERM', end: ({ child }) => child.kill('SIGTERM'), ready: true },
    { label: 'SIGINT', end: ({ child }) => child.kill('SIGINT'), ready: true },
    { label: 'the end of standard input', end: ({ child }) => child.stdin.end(), ready: true },
    {
      label: 'the end of standard input while it starts',
      end: ({ child }) => child.stdin.end(),
      ready: false,
    },
  ];
  for (const { label, end, ready } of ends) {
    it(`ends at ${label}`, async () => {
      const program = start('--json');
      if (ready) await program.ready();
      end(program);
      assert.deepEqual([await program.ended(), program.standardError], [[0, null], '']);
    });
  }

  it('runs on without an input, as in the background of a shell', async () => {
    const child = spawn(process.execPath, [programFile, '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit');
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await Promise.race([once(child.stdout, 'data'), ended]);
    const { okta } = JSON.parse(printed) as SandboxReady;
    const { status } = await fetch(`${okta.issuer}/.well-known/openid-configuration`);
    child.kill('SIGTERM');
    assert.deepEqual([status, await ended], [200, [0, null]]);
  });

  const ports: { label: string; free: 'first' | 'second'; message: (port: number) => string }[] = [
    { label: 'of AWS', free: 'second', message: (port) => `Port ${port}, for AWS, is in use.` },
    { label: 'of Okta', free: 'first', message: (port) => `Port ${port + 1}, for Okta, is in use.` },
  ];
  for (const { label, free, message } of ports) {
    it(`says which port is in use: that ${label}`, async () => {
      const pair = await holdPair();
      await close(pair[free]);
      const program = start('--json', '--port', String(pair.port));
      const ended = await program.ended();
      await close(pair[free === 'first' ? 'second' : 'first']);
      const remedy =
        'Choose another with --port; the sandbox uses that port for AWS and the next one for Okta.';
      assert.deepEqual(
        [ended, program.standardOutput, program.standardError],
        [[1, null], '', `sandbox: ${message(pair.port)} ${remedy}\n`],
      );
    });
  }

  it('refuses arguments that it does not know', async () => {
    const program = start('--prot', '1');
    const ended = await program.ended();
    assert.deepEqual(
      [ended, program.standardOutput, program.standardError],
      [[2, null], '', 'sandbox: Unknown option --prot. See --help.\n'],
    );
  });

  it('explains itself', async () => {
    const program = start('--help');
    assert.deepEqual(
      [await program.ended(), program.standardOutput.split('\n')[0]],
      [
        [0, null],
        'Usage: sandbox [--json] [--port N] [--refresh-grace N] [--session-seconds N] [--tables N]',
      ],
    );
  });

  it('lets its request log be read over HTTP, without a token in it', async () => {
    const { okta, aws } = await start('--json').ready();
    const client = await discover(okta);
    const tokens = await signIn(client, new Browser(), 'ming@example.com');
    const read = async (after: number) =>
      (await fetch(`${aws.endpoint}/sandbox/requests?after=${after}`)).text();
    const all = await read(0);
    const entries = all
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const secrets = [tokens.id_token!, tokens.access_token, tokens.refresh_token!];
    assert.deepEqual(
      {
        entries: entries.map(({ service, operation, onBehalfOf, result }) => [
          service,
          operation,
          onBehalfOf,
          result,
        ]),
        later: (await read(2)).split('\n').length - 1,
        found: secrets.filter((secret) => all.includes(secret)),
      },
      {
        entries: [
          ['okta', 'authorize', '', 'OK'],
          ['okta', 'sign-in', 'ming@example.com', 'OK'],
          ['okta', 'token authorization_code', 'ming@example.com', 'OK'],
        ],
        later: 1,
        found: [],
      },
    );
  });
});

describe('the sandbox in a process of somebody else', function () {
  this.timeout(120_000);

  it('stops completely, however often it is asked', async () => {
    const sandbox = await startSandbox({ assets });
    const ports = [sandbox.ready.aws.endpoint, sandbox.ready.okta.issuer].map((url) =>
      Number(new URL(url).port),
    );
    const first = sandbox.stop();
    await sandbox.stop();
    for (const port of ports) await close(await listen(port));
    await first;
  });

  it('stops what had started when a part fails, and names that part', async () => {
    const { port, first, second } = await holdPair();
    await Promise.all([close(first), close(second)]);
    const missing = new URL('nothing-here/', assets);
    await assert.rejects(startSandbox({ assets: missing, port }), (error: unknown) => {
      assert.ok(error instanceof SandboxStartError);
      assert.match(error.message, /^Could not start the warehouse of us-east-1: ./);
      return true;
    });
    for (const each of [port, port + 1]) await close(await listen(each));
  });
});
