import { isRecord, ProfileFields, readText, type ProfileProblem } from './profileFields.ts';
import * as values from './profileValues.ts';
import { isRegionShaped, partitionOf } from './regions.ts';

export type { ProfileProblem };

/** One organization: an Okta application and the sites that trust it. */
export interface Profile {
  readonly name: string;
  readonly okta: OktaApplication;
  readonly sites: readonly Site[];
}

export interface OktaApplication {
  /** Exactly the `iss` of its tokens; https, or http on loopback. */
  readonly issuer: string;
  readonly clientId: string;
  /** Loopback, with its path; `redirectUriAt` fills the port in. */
  readonly redirectUri: string;
  /** Tried in order; 0 is any free port. Okta matches redirect URIs exactly: administrators list the registered ones. */
  readonly ports: readonly number[];
  readonly scopes: readonly string[];
}

/** One Region of a profile. OIDC Region, STS Region and Redshift Region are all this one. */
export interface Site {
  readonly region: string;
  /** ARN of the Identity Center customer managed application; it names no Region. */
  readonly applicationArn: string;
  readonly bridge:
    | { readonly kind: 'role'; readonly roleArn: string }
    | { readonly kind: 'awsProfile'; readonly name: string };
  readonly dataRoleArn: string;
  readonly warehouses: readonly Warehouse[];
  /** Loopback only: the sandbox, for every AWS service. */
  readonly endpoint?: string;
  readonly contextProviderArn: string;
}

export interface Warehouse {
  readonly kind: 'workgroup' | 'cluster';
  readonly name: string;
  readonly database: string;
}

export const defaultRedirectUri = 'http://127.0.0.1/callback';
export const defaultScopes: readonly string[] = ['openid', 'profile', 'email', 'groups', 'offline_access'];
/** Name of the profile that the running sandbox gives; settings can't use it. */
export const sandboxProfileName = 'Sandbox';

/** The context provider whose contexts AssumeRole takes, in the Region's partition. */
export function defaultContextProviderArn(region: string): string {
  return `arn:${partitionOf(region)}:iam::aws:contextProvider/IdentityCenter`;
}

/** The redirect URI with this port in it, as it is sent to Okta and listened on. */
export function redirectUriAt(application: OktaApplication, listeningPort: number): string {
  const uri = new URL(application.redirectUri);
  uri.port = String(listeningPort);
  return uri.href;
}

/**
 * Reads the profiles of the settings. A profile with a problem is left out and does not hide the others;
 * each problem names the path of the field and says what to write.
 */
export function parseProfiles(value: unknown): { profiles: Profile[]; problems: ProfileProblem[] } {
  const problems: ProfileProblem[] = [];
  const profiles: Profile[] = [];
  if (value === undefined || value === null) return { profiles, problems };
  if (!Array.isArray(value)) {
    problems.push({ path: 'profiles', message: 'Write a list: [{ "name": …, "okta": …, "sites": … }].' });
    return { profiles, problems };
  }
  const names = new Set<string>();
  value.forEach((entry: unknown, index) => {
    const own: ProfileProblem[] = [];
    const profile = readProfile(entry, `profiles[${index}]`, own);
    const key = profile.name.toLowerCase();
    const path = `profiles[${index}].name`;
    if (names.has(key)) own.push({ path, message: 'Another profile has this name. Give each its own.' });
    if (key !== '') names.add(key);
    if (own.length === 0) profiles.push(profile);
    problems.push(...own);
  });
  return { profiles, problems };
}

function readProfile(value: unknown, path: string, problems: ProfileProblem[]): Profile {
  const fields = new ProfileFields(value, path, problems, ['name', 'okta', 'sites']);
  const name = fields.text('name', values.profileName);
  if (name.toLowerCase() === sandboxProfileName.toLowerCase()) {
    fields.problem('Choose another name: this one is the local sandbox.', 'name');
  }
  const okta = isRecord(value) ? readOkta(value['okta'], `${path}.okta`, problems) : emptyApplication;
  const sites = fields.list('sites', 'Write at least one site, one for each Region.', (entry, at) =>
    readSite(entry, at, problems),
  );
  sites.forEach(({ region }, index) => {
    if (region !== '' && sites.findIndex((site) => site.region === region) < index) {
      fields.problem(`Another site is in ${region}: put the warehouses together.`, `sites[${index}].region`);
    }
  });
  return { name, okta, sites };
}

const emptyApplication: OktaApplication = {
  issuer: '',
  clientId: '',
  redirectUri: '',
  ports: [],
  scopes: [],
};

function readOkta(value: unknown, path: string, problems: ProfileProblem[]): OktaApplication {
  const known = ['issuer', 'clientId', 'redirectUri', 'ports', 'scopes'];
  const fields = new ProfileFields(value, path, problems, known);
  const redirectUri = fields.optionalText('redirectUri', values.redirectUri) ?? defaultRedirectUri;
  return {
    issuer: fields.text('issuer', values.issuerUrl),
    clientId: fields.text('clientId', values.clientId),
    redirectUri,
    ports: readPorts(fields, redirectUri),
    scopes: readScopes(fields, problems),
  };
}

function readPorts(fields: ProfileFields, redirectUri: string): number[] {
  const port = redirectUri === '' ? '' : new URL(redirectUri).port;
  if (!fields.has('ports')) return [port === '' ? 0 : Number(port)];
  if (port !== '') fields.problem('Remove it, or the port in "redirectUri": one place is enough.', 'ports');
  return fields.list('ports', 'Write at least one port; 0 is any free one.', (entry, at) => {
    if (
      typeof entry === 'number' &&
      Number.isInteger(entry) &&
      (entry === 0 || (entry >= 1024 && entry <= 65535))
    ) {
      return entry;
    }
    fields.problem(
      'Write a port from 1024 to 65535, or 0 for any free one.',
      at.slice(fields.path.length + 1),
    );
    return 0;
  });
}

function readScopes(fields: ProfileFields, problems: ProfileProblem[]): readonly string[] {
  if (!fields.has('scopes')) return defaultScopes;
  const needed = [
    ['openid', 'an ID token'],
    ['offline_access', 'a refresh token'],
  ] as const;
  const scopes = fields.list('scopes', 'Write the scopes, or remove it for the default ones.', (entry, at) =>
    readText(entry, at, values.scope, problems),
  );
  for (const [scope, gives] of needed) {
    if (scopes.length > 0 && !scopes.includes(scope)) {
      fields.problem(`Add "${scope}": without it Okta does not give ${gives}.`, 'scopes');
    }
  }
  return scopes;
}

function readSite(value: unknown, path: string, problems: ProfileProblem[]): Site {
  const fields = new ProfileFields(value, path, problems, [
    'region',
    'applicationArn',
    'bridgeRoleArn',
    'awsProfile',
    'dataRoleArn',
    'warehouses',
    'endpoint',
    'contextProviderArn',
  ]);
  const region = fields.text('region', values.region);
  // While the Region is wrong nothing is known of the partition, and only shapes are checked.
  const partitionRegion = isRegionShaped(region) ? region : undefined;
  const role = values.roleArn(partitionRegion);
  const bridgeRoleArn = fields.optionalText('bridgeRoleArn', role);
  const awsProfile = fields.optionalText('awsProfile', values.awsProfileName);
  if (isRecord(value) && (bridgeRoleArn === undefined) === (awsProfile === undefined)) {
    fields.problem('Write either "bridgeRoleArn" or "awsProfile", and not both.');
  }
  const endpoint = fields.optionalText('endpoint', values.loopbackEndpoint);
  return {
    region,
    applicationArn: fields.text('applicationArn', values.applicationArn(partitionRegion)),
    bridge:
      awsProfile === undefined
        ? { kind: 'role', roleArn: bridgeRoleArn ?? '' }
        : { kind: 'awsProfile', name: awsProfile },
    dataRoleArn: fields.text('dataRoleArn', role),
    warehouses: fields.list('warehouses', 'Write at least one workgroup or cluster.', (entry, at) =>
      readWarehouse(entry, at, problems),
    ),
    ...(endpoint === undefined ? {} : { endpoint: endpoint.replace(/\/$/, '') }),
    contextProviderArn:
      fields.optionalText('contextProviderArn', values.contextProviderArn(partitionRegion)) ??
      defaultContextProviderArn(region),
  };
}

function readWarehouse(value: unknown, path: string, problems: ProfileProblem[]): Warehouse {
  const fields = new ProfileFields(value, path, problems, ['workgroup', 'cluster', 'database']);
  const workgroup = fields.optionalText('workgroup', values.workgroupName);
  const cluster = fields.optionalText('cluster', values.clusterName);
  if (isRecord(value) && (workgroup === undefined) === (cluster === undefined)) {
    fields.problem('Write either "workgroup" or "cluster", and not both.');
  }
  const database = fields.text('database', values.databaseName);
  return workgroup === undefined
    ? { kind: 'cluster', name: cluster ?? '', database }
    : { kind: 'workgroup', name: workgroup, database };
}
