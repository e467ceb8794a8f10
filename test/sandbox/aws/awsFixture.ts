import { CreateTokenWithIAMCommand, SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import type { CreateTokenWithIAMCommandOutput } from '@aws-sdk/client-sso-oidc';
import { RedshiftClient } from '@aws-sdk/client-redshift';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { RedshiftServerlessClient } from '@aws-sdk/client-redshift-serverless';
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Credentials } from '@aws-sdk/client-sts';
import { sites } from '../../../src/sandbox/directory.ts';
import type { SandboxSiteDefinition } from '../../../src/sandbox/directory.ts';
import type { CloudOptions } from '../../../src/sandbox/aws/createCloud.ts';
import { startAws } from '../../../src/sandbox/aws/server.ts';
import { RequestLog } from '../../../src/sandbox/requestLog.ts';
import type { StatementRequest, Warehouse } from '../../../src/sandbox/warehouse/contract.ts';
import { statementOutcome, warehouseSession } from './heldWarehouse.ts';
import type { PlainOutcome } from './heldWarehouse.ts';
import { audience, startOktaStandIn } from './oktaStandIn.ts';
import type { OktaStandIn } from './oktaStandIn.ts';

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** A clock that tests move. The SDK is told of the difference, as a client with a right clock would be right. */
export interface TestClock {
  now(): Date;
  advance(seconds: number): void;
  /** Stands still from now on, but for what `advance` adds. */
  stop(): void;
  /** Milliseconds. */
  offset(): number;
}

export interface AwsFixture {
  endpoint: string;
  okta: OktaStandIn;
  log: RequestLog;
  clock: TestClock;
  sts(keys?: Keys, region?: string): STSClient;
  oidc(keys: Keys, region?: string): SSOOIDCClient;
  data(keys: Keys, region?: string): RedshiftDataClient;
  serverless(keys: Keys, region?: string): RedshiftServerlessClient;
  redshift(keys: Keys, region?: string): RedshiftClient;
  /** Credentials of the bridge role of a Region's site. */
  bridge(region?: string): Promise<Keys>;
  /** Identity Center's tokens for a person. */
  exchange(login: string, region?: string): Promise<CreateTokenWithIAMCommandOutput>;
  /** Identity-enhanced credentials of a person, after the whole chain. */
  person(login: string, region?: string): Promise<Keys>;
  /** Credentials of the data role without an identity context. */
  dataRole(region?: string): Promise<Keys>;
  stop(): Promise<void>;
}

export const east = 'us-east-1';
export const west = 'us-west-2';

export function site(region: string): SandboxSiteDefinition {
  const found = sites.find((candidate) => candidate.region === region);
  if (!found) throw new Error(`No site in ${region}.`);
  return found;
}

/** A warehouse that answers every statement by a function. */
export function answering(run: (request: StatementRequest) => Promise<PlainOutcome>): Warehouse {
  const answer = async (request: StatementRequest) => {
    request.onStarted?.();
    return statementOutcome(await run(request));
  };
  return {
    run: answer,
    runAsAdministrator: () => Promise.resolve(),
    createManyTables: () => Promise.resolve(),
    openSession: (user, database) =>
      warehouseSession((request) =>
        answer({ ...request, user, ...(database !== undefined && { database }) }),
      ),
    close: () => Promise.resolve(),
  };
}

export async function startFixture(
  options: Partial<CloudOptions> & { warehouse?: Warehouse } = {},
): Promise<AwsFixture> {
  const clock = testClock();
  const okta = await startOktaStandIn(() => clock.now());
  const log = new RequestLog();
  const { warehouse: given, ...cloud } = options;
  const warehouse = given ?? answering(() => Promise.reject(new Error('No warehouse here.')));
  const aws = await startAws({
    port: 0,
    log,
    issuer: okta.issuer,
    audiences: [audience],
    warehouses: new Map([east, west].map((region) => [region, warehouse])),
    now: () => clock.now(),
    // Tests call faster than people do; those of the quotas set their own.
    callsPerSecond: {},
    ...cloud,
  });
  const config = (region: string, credentials?: Keys) => ({
    region,
    endpoint: aws.endpoint,
    maxAttempts: 1,
    systemClockOffset: clock.offset(),
    ...(credentials && { credentials }),
  });
  const fixture: AwsFixture = {
    endpoint: aws.endpoint,
    okta,
    log,
    clock,
    sts: (keys, region = east) => new STSClient(config(region, keys)),
    oidc: (keys, region = east) => new SSOOIDCClient(config(region, keys)),
    data: (keys, region = east) => new RedshiftDataClient(config(region, keys)),
    redshift: (keys, region = east) => new RedshiftClient(config(region, keys)),
    serverless: (keys, region = east) => new RedshiftServerlessClient(config(region, keys)),
    bridge: async (region = east) => {
      const { Credentials } = await fixture.sts(undefined, region).send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: site(region).bridgeRoleArn,
          RoleSessionName: 'ming@example.com',
          WebIdentityToken: await okta.idToken('ming@example.com'),
        }),
      );
      return keysOf(Credentials);
    },
    exchange: async (login, region = east) =>
      await fixture.oidc(await fixture.bridge(region), region).send(
        new CreateTokenWithIAMCommand({
          clientId: site(region).applicationArn,
          grantType: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          assertion: await okta.idToken(login),
        }),
      ),
    person: async (login, region = east) => {
      const { awsAdditionalDetails } = await fixture.exchange(login, region);
      const { Credentials } = await fixture.sts(await fixture.bridge(region), region).send(
        new AssumeRoleCommand({
          RoleArn: site(region).dataRoleArn,
          RoleSessionName: login,
          ProvidedContexts: [
            {
              ProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter',
              ContextAssertion: awsAdditionalDetails?.identityContext,
            },
          ],
        }),
      );
      return keysOf(Credentials);
    },
    dataRole: async (region = east) => {
      const { Credentials } = await fixture
        .sts(await fixture.bridge(region), region)
        .send(new AssumeRoleCommand({ RoleArn: site(region).dataRoleArn, RoleSessionName: 'plain' }));
      return keysOf(Credentials);
    },
    stop: async () => {
      await aws.stop();
      await okta.stop();
    },
  };
  return fixture;
}

/** The error that a call answered, as the SDK client read it. */
export async function failure(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return { ...error, name: error.name, message: error.message };
  }
  throw new Error('The call did not fail.');
}

export function keysOf(credentials: Credentials | undefined): Keys {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

function testClock(): TestClock {
  let offset = 0;
  let stopped: number | undefined;
  return {
    now: () => new Date((stopped ?? Date.now()) + offset),
    stop: () => {
      stopped ??= Date.now();
    },
    advance: (seconds) => {
      offset += seconds * 1000;
    },
    offset: () => offset,
  };
}
