import { createInterface } from 'node:readline';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { startGroup, stopGroup } from './processes.ts';
import { inRepository } from './repository.ts';

export interface SandboxProcess {
  ready: SandboxReady;
  stop(): Promise<void>;
}

/** Starts the built sandbox as a process of its own. It ends with this one: its standard input is ours. @throws what it said when it doesn't start */
export async function startSandboxProcess(args: readonly string[] = []): Promise<SandboxProcess> {
  const child = startGroup(
    process.execPath,
    [inRepository('dist', 'sandbox', 'main.js'), '--json', ...args],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  if (child.stdout === null) throw new Error('The sandbox has no standard output to read from.');
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`The sandbox ended with ${code} before it was ready:\n${complaints}`)),
    );
  });
  return { ready: JSON.parse(first) as SandboxReady, stop: () => stopGroup(child) };
}

/** The sandbox as an organization in the setting `redshiftIdentity.profiles`. */
export function sandboxSettings(ready: SandboxReady): Record<string, unknown> {
  return {
    'redshiftIdentity.profiles': [
      {
        name: 'Sandbox',
        okta: { issuer: ready.okta.issuer, clientId: ready.okta.clientId },
        sites: ready.sites.map(
          ({ region, applicationArn, bridgeRoleArn, dataRoleArn, workgroup, database }) => ({
            region,
            applicationArn,
            bridgeRoleArn,
            dataRoleArn,
            warehouses: [{ workgroup, database }],
            endpoint: ready.aws.endpoint,
          }),
        ),
      },
    ],
  };
}
