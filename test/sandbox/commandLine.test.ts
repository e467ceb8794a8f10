import assert from 'node:assert/strict';
import { parseCommandLine } from '../../src/sandbox/commandLine.ts';

describe("the sandbox's command line", () => {
  const defaults = { port: 0, refreshTokenGraceSeconds: 30, tables: 0 };
  const run = (change: object = {}, json = false) => ({
    kind: 'run',
    json,
    options: { ...defaults, ...change },
  });
  const wrong = (reason: string) => ({ kind: 'wrong', message: `${reason} See --help.` });
  const rows: readonly [string, unknown][] = [
    ['', run()],
    ['--json', run({}, true)],
    ['--port 4566 --json', run({ port: 4566 }, true)],
    ['--port=4566', run({ port: 4566 })],
    ['--port 65534', run({ port: 65534 })],
    ['--refresh-grace 0', run({ refreshTokenGraceSeconds: 0 })],
    ['--session-seconds 5', run({ longestSessionSeconds: 5 })],
    ['--session-seconds 0', wrong('--session-seconds takes a number of seconds from 1.')],
    ['--session-seconds', wrong('--session-seconds takes a number of seconds from 1.')],
    ['--tables 10000', run({ tables: 10_000 })],
    ['--tables many', wrong('--tables takes a number from 0 to 99999.')],
    ['--tables 100000', wrong('--tables takes a number from 0 to 99999.')],
    ['--help', { kind: 'help' }],
    ['-h', { kind: 'help' }],
    ['--port 65535', wrong('--port takes a number from 0 to 65534.')],
    ['--port', wrong('--port takes a number from 0 to 65534.')],
    ['--port --json', wrong('--port takes a number from 0 to 65534.')],
    ['--port 12x', wrong('--port takes a number from 0 to 65534.')],
    ['--port=-1', wrong('--port takes a number from 0 to 65534.')],
    ['--refresh-grace soon', wrong('--refresh-grace takes a number of seconds.')],
    ['--json=yes', wrong('--json takes no value.')],
    ['--jsno', wrong('Unknown option --jsno.')],
    ['-x', wrong('Unknown option -x.')],
    ['start', wrong('Unknown argument start.')],
    ['--help start', wrong('Unknown argument start.')],
  ];
  for (const [text, expected] of rows) {
    it(`reads "${text}"`, () => {
      assert.deepEqual(parseCommandLine(text.split(' ').filter(Boolean)), expected);
    });
  }
});
