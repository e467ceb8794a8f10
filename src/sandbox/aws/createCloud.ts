import { sites } from '../directory.ts';
import type { SandboxClusterDefinition, SandboxSiteDefinition } from '../directory.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import { CallRate, dataApiCallsPerSecond } from './callRate.ts';
import type { CallsPerSecond } from './callRate.ts';
import { Faults } from './faults.ts';
import { Iam, rolesOfSites } from './iam.ts';
import { IdentityCenter, applicationsOfSites } from './identityCenter.ts';
import { IssuedSessions } from './issuedSessions.ts';
import type { Cloud } from './operation.ts';
import type { RedshiftEndpoint } from './redshiftEndpoint.ts';
import { knownActions } from './services.ts';
import { StatementStore } from './dataApi/statementStore.ts';
import { TrustedIssuer } from './trustedIssuer.ts';

export interface CloudOptions {
  /** Okta's issuer URL, which both the IAM identity provider and the trusted token issuer name. */
  issuer: string;
  /** Client IDs whose ID tokens are accepted. */
  audiences: readonly string[];
  /** Of the workgroups, by Region. */
  warehouses: ReadonlyMap<string, Warehouse>;
  /** Of the provisioned clusters, by identifier. */
  clusterWarehouses?: ReadonlyMap<string, Warehouse>;
  now?: () => Date;
  /** Bytes of result text in one answer, about. */
  pageBytes?: number;
  /** Bytes of results that each warehouse keeps, about. */
  resultBytes?: number;
  /** Statements that each warehouse runs or holds ready at a time; 500 if not given. */
  activeStatements?: number;
  /** Sessions of the Data API that each warehouse holds open; 500 if not given. */
  activeSessions?: number;
  /** Calls a second of operations of the Data API, for an account and Region; those left out are not counted. */
  callsPerSecond?: CallsPerSecond;
  /** Seconds that role sessions and Identity Center's tokens live at most, whatever was asked for. */
  longestSessionSeconds?: number;
}

const megabyte = 1024 * 1024;

/** Everything that AWS holds at the start: roles, applications, warehouses; no session and no statement. */
export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const { issuer: issuerUrl, audiences, longestSessionSeconds = Number.POSITIVE_INFINITY } = options;
  const now = options.now ?? (() => new Date());
  const issuer = new TrustedIssuer(issuerUrl, now);
  const applications = applicationsOfSites(sites, audiences);
  return {
    now,
    sites,
    issuer,
    sessions: new IssuedSessions(now, longestSessionSeconds),
    iam: new Iam(rolesOfSites(sites, issuerUrl, audiences), knownActions),
    identityCenter: await IdentityCenter.create(issuer, applications, now, longestSessionSeconds),
    endpoints: sites.flatMap((site) => endpointsOfSite(site, options, now)),
    callRate: new CallRate(options.callsPerSecond ?? dataApiCallsPerSecond, now),
    faults: new Faults(),
    pageBytes: options.pageBytes ?? megabyte,
  };
}

function endpointsOfSite(
  site: SandboxSiteDefinition,
  options: CloudOptions,
  now: () => Date,
): RedshiftEndpoint[] {
  const { resultBytes, activeStatements, activeSessions } = options;
  const limits = { now, resultBytes, activeStatements, activeSessions };
  const endpoint = (
    kind: RedshiftEndpoint['kind'],
    name: string,
    database: string,
    warehouse: Warehouse | undefined,
  ): RedshiftEndpoint[] =>
    warehouse
      ? [
          {
            kind,
            site,
            name,
            database,
            warehouse,
            statements: new StatementStore(warehouse, limits),
          },
        ]
      : [];
  const ofCluster = ({ identifier, database }: SandboxClusterDefinition): RedshiftEndpoint[] =>
    endpoint('cluster', identifier, database, options.clusterWarehouses?.get(identifier));
  return [
    ...endpoint('workgroup', site.workgroup, site.database, options.warehouses.get(site.region)),
    ...site.clusters.flatMap(ofCluster),
  ];
}
