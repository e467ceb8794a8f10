import { parseArgs } from 'node:util';

export const usage = `Usage: sandbox [--json] [--port N] [--refresh-grace N]

Starts a local Okta, AWS and Redshift warehouse on 127.0.0.1, and stops them at
Ctrl+C, SIGTERM, or the end of standard input (unless it is /dev/null).

  --json             print one line of JSON when everything answers
  --port N           AWS listens on port N and Okta on N + 1; 0, the default: any free ports
  --refresh-grace N  seconds in which a used refresh token still works; default 30
  --help             print this text
`;

export type CommandLine =
  | { kind: 'run'; json: boolean; port: number; refreshTokenGraceSeconds: number }
  | { kind: 'help' }
  | { kind: 'wrong'; message: string };

/** Reads the arguments after the program's name. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const options = {
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    port: { type: 'string' },
    'refresh-grace': { type: 'string' },
  } as const;
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });

  for (const token of tokens) {
    if (token.kind === 'positional') return wrong(`Unknown argument ${token.value}.`);
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(options, token.name)) return wrong(`Unknown option ${token.rawName}.`);
    const takesNumber = token.name === 'port' || token.name === 'refresh-grace';
    if (!takesNumber && token.value !== undefined) return wrong(`${token.rawName} takes no value.`);
  }
  if (values.help) return { kind: 'help' };

  const port = readNumber(values.port, 0);
  // The port after it is Okta's.
  if (port === undefined || port > 65534) return wrong('--port takes a number from 0 to 65534.');
  const refreshTokenGraceSeconds = readNumber(values['refresh-grace'], 30);
  if (refreshTokenGraceSeconds === undefined) return wrong('--refresh-grace takes a number of seconds.');
  return { kind: 'run', json: values.json === true, port, refreshTokenGraceSeconds };
}

function wrong(reason: string): CommandLine {
  return { kind: 'wrong', message: `${reason} See --help.` };
}

function readNumber(value: string | boolean | undefined, missing: number): number | undefined {
  if (value === undefined) return missing;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
