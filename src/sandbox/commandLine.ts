import { parseArgs } from 'node:util';
import type { SandboxOptions } from './sandbox.ts';

export const usage = `Usage: sandbox [--json] [--port N] [--refresh-grace N] [--session-seconds N] [--tables N]

Starts a local Okta, AWS and Redshift warehouse on 127.0.0.1, and stops them at
Ctrl+C, SIGTERM, or the end of standard input (unless it is /dev/null).

  --json             print one line of JSON when everything answers
  --port N           AWS listens on port N and Okta on N + 1; 0, the default: any free ports
  --refresh-grace N  seconds in which a used refresh token still works; default 30
  --session-seconds N
                     role sessions and Identity Center's tokens live N seconds at most,
                     whatever was asked for: to watch them being renewed
  --tables N         a schema "wide" with N tables in the workgroup of the first Region
  --help             print this text

While it runs, POST {"actions": ["redshift-serverless:ListWorkgroups"]} as
application/json to /sandbox/denials of AWS denies these IAM actions to every
role, [] none; GET shows them. GET /sandbox/requests shows every call.

POST {"faults": [{"operation": "DescribeStatement", "times": 1, "fault": "drop"}]}
to /sandbox/faults in the same way makes calls fail; [] ends it, GET shows how
often each matched. "operation" may be "*". "region", "after" (calls that go
well first) and "times" limit it; calls that nobody signs have no Region. Faults:
  {"error": "ThrottlingException", "status": 400}   is answered
  "drop"                      the connection closes, nothing is carried out
  "dropAfter"                 the call is carried out, the answer is lost
  {"delayMilliseconds": 500}  the call takes so much longer
  "expireCredentials"         the credentials of the call are expired from then on
  {"statementSeconds": 10}    of ExecuteStatement: the statement runs so much
                              longer, and holds up no other one
The Data API takes as many calls a second as Amazon Redshift's quotas allow.
To try interrupting without a fault: SELECT count(*) FROM sales a, sales b, sales c.
`;

export type CommandLine =
  | { kind: 'run'; json: boolean; options: Omit<SandboxOptions, 'assets'> }
  | { kind: 'help' }
  | { kind: 'wrong'; message: string };

/** Their names have five digits. */
const mostTables = 99_999;

/** Reads the arguments after the program's name. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const options = {
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    port: { type: 'string' },
    'refresh-grace': { type: 'string' },
    'session-seconds': { type: 'string' },
    tables: { type: 'string' },
  } as const;
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });

  for (const token of tokens) {
    if (token.kind === 'positional') return wrong(`Unknown argument ${token.value}.`);
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(options, token.name)) return wrong(`Unknown option ${token.rawName}.`);
    const takesNumber = token.name !== 'json' && token.name !== 'help';
    if (!takesNumber && token.value !== undefined) return wrong(`${token.rawName} takes no value.`);
  }
  if (values.help) return { kind: 'help' };

  const port = readNumber(values.port, 0);
  // The port after it is Okta's.
  if (port === undefined || port > 65534) return wrong('--port takes a number from 0 to 65534.');
  const refreshTokenGraceSeconds = readNumber(values['refresh-grace'], 30);
  if (refreshTokenGraceSeconds === undefined) return wrong('--refresh-grace takes a number of seconds.');
  const longestSessionSeconds = readNumber(values['session-seconds'], undefined);
  if (values['session-seconds'] !== undefined && !longestSessionSeconds) {
    return wrong('--session-seconds takes a number of seconds from 1.');
  }
  const tables = readNumber(values.tables, 0);
  if (tables === undefined || tables > mostTables) {
    return wrong(`--tables takes a number from 0 to ${mostTables}.`);
  }
  return {
    kind: 'run',
    json: values.json === true,
    options: {
      port,
      refreshTokenGraceSeconds,
      tables,
      ...(longestSessionSeconds !== undefined && { longestSessionSeconds }),
    },
  };
}

function wrong(reason: string): CommandLine {
  return { kind: 'wrong', message: `${reason} See --help.` };
}

function readNumber<Missing>(
  value: string | boolean | undefined,
  missing: Missing,
): number | Missing | undefined {
  if (value === undefined) return missing;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
