import type { SandboxReady } from '../protocol/sandboxReady.ts';
import { startAws } from './aws/server.ts';
import { identityCenter, oktaClients, people, sites } from './directory.ts';
import { lazyWarehouse } from './lazyWarehouse.ts';
import { startOkta } from './okta/okta.ts';
import { RequestLog } from './requestLog.ts';
import type { Warehouse } from './warehouse/contract.ts';
import { openWarehouse } from './warehouse/warehouse.ts';

export interface SandboxOptions {
  /** Folder of the built worker, the database's files and the warehouses' snapshots. */
  assets: URL;
  /** AWS listens here, Okta on the next one; 0, the default, takes any free ports. */
  port?: number;
  /** Seconds in which a refresh token that was already used still works. */
  refreshTokenGraceSeconds?: number;
  /** Seconds that role sessions and Identity Center's tokens live at most. */
  longestSessionSeconds?: number;
  /** Tables in a schema `wide` of the first Region's workgroup; none if not given. */
  tables?: number;
}

export interface RunningSandbox {
  ready: SandboxReady;
  requestLog: RequestLog;
  /** Ends everything that was started; calling it again waits for the same end. */
  stop(): Promise<void>;
}

/** A part that did not start; the message says which one and what to change. */
export class SandboxStartError extends Error {
  override readonly name = 'SandboxStartError';
}

/**
 * Starts Okta, a warehouse for each Region, and AWS in front of them, all on 127.0.0.1.
 * @throws SandboxStartError after what had started is stopped again.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { assets, port = 0, refreshTokenGraceSeconds, longestSessionSeconds, tables = 0 } = options;
  const requestLog = new RequestLog();
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    // In the order of their dependence: what calls others ends first. One that fails keeps no other from ending.
    for (const stop of stops.splice(0).reverse())
      await stop().catch((error: unknown) => console.error(error));
  };
  const started = <Part>(part: Part, stop: () => Promise<void>): Part => {
    stops.push(stop);
    return part;
  };
  try {
    const oktaPort = port === 0 ? 0 : port + 1;
    const starting = startOkta({
      port: oktaPort,
      log: requestLog,
      ...(refreshTokenGraceSeconds !== undefined && { refreshTokenGraceSeconds }),
    })
      .then((okta) => started(okta, () => okta.stop()))
      .catch((error: unknown) => fail('Okta', error, oktaPort));
    const opening = sites.map(({ region }) =>
      openWarehouse({ region, assets })
        .then((warehouse): [string, Warehouse] => [region, started(warehouse, () => warehouse.close())])
        .catch((error: unknown) => fail(`the warehouse of ${region}`, error)),
    );
    // Each is waited for, so that none is left behind starting when another one fails.
    await Promise.allSettled([starting, ...opening]);
    const okta = await starting;
    const warehouses = new Map(await Promise.all(opening));
    const [first] = sites;
    if (tables > 0 && first) {
      await warehouses
        .get(first.region)
        ?.createManyTables(tables)
        .catch((error: unknown) => fail(`the ${tables} tables in ${first.region}`, error));
    }
    const { native, web } = oktaClients;
    const aws = await startAws({
      port,
      log: requestLog,
      issuer: okta.issuer,
      audiences: [native.clientId, web.clientId],
      warehouses,
      clusterWarehouses: new Map(
        clusterWarehouses(assets).map(([name, warehouse]) => [
          name,
          started(warehouse, () => warehouse.close()),
        ]),
      ),
      ...(longestSessionSeconds !== undefined && { longestSessionSeconds }),
    })
      .then((running) => started(running, () => running.stop()))
      .catch((error: unknown) => fail('AWS', error, port));

    let stopping: Promise<void> | undefined;
    return {
      ready: describe(okta.issuer, aws.endpoint),
      requestLog,
      stop: () => (stopping ??= stopAll()),
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** A provisioned cluster costs nothing until somebody asks it for something. */
function clusterWarehouses(assets: URL): [identifier: string, warehouse: Warehouse][] {
  return sites.flatMap(({ region, clusters }) =>
    clusters.map(({ identifier: cluster }): [string, Warehouse] => [
      cluster,
      lazyWarehouse(() => openWarehouse({ region, cluster, assets })),
    ]),
  );
}

function fail(part: string, error: unknown, port?: number): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const remedy = 'Choose another with --port; the sandbox uses that port for AWS and the next one for Okta.';
  if (code === 'EADDRINUSE') {
    throw new SandboxStartError(`Port ${port}, for ${part}, is in use. ${remedy}`, { cause: error });
  }
  if (code === 'EACCES' && port !== undefined) {
    throw new SandboxStartError(`Port ${port}, for ${part}, needs rights that you do not have. ${remedy}`, {
      cause: error,
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  throw new SandboxStartError(`Could not start ${part}: ${reason}`, { cause: error });
}

function describe(issuer: string, endpoint: string): SandboxReady {
  const { native, web } = oktaClients;
  return {
    okta: {
      issuer,
      clientId: native.clientId,
      webClientId: web.clientId,
      webClientSecret: web.clientSecret,
    },
    aws: { endpoint },
    identityCenter: { instanceArn: identityCenter.instanceArn },
    sites: sites.map(
      ({ region, applicationArn, bridgeRoleArn, dataRoleArn, workgroup, database, clusters }) => ({
        region,
        applicationArn,
        bridgeRoleArn,
        dataRoleArn,
        workgroup,
        database,
        clusters,
      }),
    ),
    people: people.map(({ login, groups }) => ({ login, groups: [...groups] })),
  };
}
