import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { oktaClients, people, sites } from '../../src/sandbox/directory.ts';
import { SandboxProgram } from './program.ts';

interface Catalogue {
  databases: string[];
  schemas: string[];
  tables: { name: string; type: string; schema: string }[];
  columns: [name: string, type: string][];
  clusters: [identifier: string, status: string, database: string][];
  'users on clusters': string[][][];
}

interface Report {
  /** By login and Region. */
  people: Record<string, { user: string; sales: Record<string, number> }>;
  /** What ming sees, by Region. */
  catalogues: Record<string, Catalogue>;
  /** AWS's error code by what was tried. */
  refusals: Record<string, string>;
}

const script = fileURLToPath(new URL('independentClient.py', import.meta.url));
const noBoto3 =
  "The independent client needs boto3 in /usr/bin/python3: install Debian's package python3-boto3 (apt-get install python3-boto3).";

/** Runs Debian's Python, apart from any AWS configuration and proxy of this machine. */
async function python(args: readonly string[], input: string): Promise<string> {
  const nowhere = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', NO_PROXY: '*' };
  const child = spawn('/usr/bin/python3', args, { env: { PATH: '/usr/bin:/bin', ...nowhere } });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdin.on('error', () => undefined).end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`Python ended with ${code}: ${errors}`);
  return output;
}

async function walk(ready: SandboxReady): Promise<Report> {
  await python(['-c', 'import boto3'], '').catch((cause: unknown) => {
    throw new Error(noBoto3, { cause });
  });
  const input = { ...ready, unrelatedClientId: oktaClients.unrelated.clientId };
  return JSON.parse(await python([script], JSON.stringify(input))) as Report;
}

describe('an independent client (boto3)', function () {
  this.timeout(120_000);
  let program: SandboxProgram;
  let report: Report;

  before(async () => {
    program = new SandboxProgram('--json');
    report = await walk(await program.ready());
  });
  after(() => program?.stop());

  it('walks the chain as each person in each Region, and sees what is theirs', () => {
    const regionsOf: Record<string, string[]> = {
      'ethan@example.com': ['AMER', 'APAC', 'EMEA'],
      'frank@example.com': ['AMER'],
      'alex@example.com': ['EMEA'],
      'ming@example.com': ['APAC'],
    };
    const expected = people.flatMap(({ login }) =>
      sites.map(({ region }) => [`${login} ${region}`, [`awsidc:${login}`, ...regionsOf[login]!]]),
    );
    const seen = Object.entries(report.people).map(([key, { user, sales }]) => [
      key,
      [user, ...Object.keys(sales)],
    ]);
    assert.deepEqual(Object.fromEntries(seen), Object.fromEntries(expected));
  });

  it('sees the parts add up to the whole, in each Region', () => {
    const count = (login: string, region: string, sales: string) =>
      report.people[`${login}@example.com ${region}`]?.sales[sales];
    const all = (region: string) => ['AMER', 'EMEA', 'APAC'].map((sales) => count('ethan', region, sales));
    const parts = (region: string) => [
      count('frank', region, 'AMER'),
      count('alex', region, 'EMEA'),
      count('ming', region, 'APAC'),
    ];
    const regions = sites.map(({ region }) => region);
    const totals = regions.map((region) => all(region).reduce((sum: number, each) => sum + (each ?? 0), 0));
    assert.deepEqual(
      { parts: regions.map(parts), large: totals.every((total) => total >= 5000) },
      { parts: regions.map(all), large: true },
    );
  });

  it('lists what a person may see, and runs on the cluster of the Region that has one', () => {
    const seen = Object.entries(report.catalogues).map(([region, catalogue]) => [
      region,
      catalogue.databases.includes('dev'),
      catalogue.schemas.includes('public'),
      catalogue.tables,
      catalogue.columns.slice(0, 2),
      catalogue.clusters,
      catalogue['users on clusters'],
    ]);
    const tables = [{ name: 'sales', type: 'TABLE', schema: 'public' }];
    const columns = [
      ['sale_id', 'int8'],
      ['region', 'varchar'],
    ];
    assert.deepEqual(seen, [
      ['us-east-1', true, true, tables, columns, [], []],
      [
        'us-west-2',
        true,
        true,
        tables,
        columns,
        [['finance-cluster', 'available', 'finance']],
        [[['awsidc:ming@example.com']]],
      ],
    ]);
  });

  it("is refused with AWS's error code where it cheats", () => {
    assert.deepEqual(report.refusals, {
      'replayed ID token': 'InvalidGrantException',
      'replayed ID token, other Region': 'InvalidGrantException',
      'tampered ID token at STS': 'InvalidIdentityToken',
      'tampered ID token at Identity Center': 'InvalidGrantException',
      'wrong audience at STS': 'InvalidIdentityToken',
      'wrong audience at Identity Center': 'InvalidGrantException',
      'forged signature at STS': 'SignatureDoesNotMatch',
      'forged signature at Identity Center': 'InvalidSignatureException',
      'forged signature at the Data API': 'InvalidSignatureException',
      'tampered identity context': 'ValidationError',
      'clusters with the identity': 'AccessDenied',
      'unknown cluster': 'ClusterNotFound',
      'bridge role at the Data API': 'AccessDeniedException',
      "another's statement described": 'ResourceNotFoundException',
      "another's result fetched": 'ResourceNotFoundException',
      "another's statement cancelled": 'ResourceNotFoundException',
      'own statement without the identity': 'ResourceNotFoundException',
      'own statement in another Region': 'ResourceNotFoundException',
      'sales without the identity': 'FAILED: ERROR: permission denied for relation sales',
    });
  });
});
