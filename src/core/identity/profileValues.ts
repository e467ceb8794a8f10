import { isRegionShaped, partitionOf } from './regions.ts';
import type { TextCheck } from './profileFields.ts';

/** Whether a host name, as `URL` normalizes it, is this machine and nothing else. */
export function isLoopback(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost';
}

const matches =
  (pattern: RegExp, write: string): TextCheck =>
  (text) =>
    pattern.test(text) ? undefined : write;

// Settings reach menus and logs, where a line break or a control character would forge text.
const printable = /^[^\p{C}\s](?:[^\p{C}]{0,62}[^\p{C}\s])?$/u;

export const profileName = matches(
  printable,
  'Write a name of 1 to 64 characters, without spaces at its ends.',
);

export const awsProfileName = matches(
  printable,
  'Write the name of a profile in ~/.aws/config, for example "analytics".',
);

export const clientId = matches(
  /^[\x21-\x7e]{1,100}$/,
  'Write the Client ID of the Okta application, for example "0oa1b2c3d4E5F6G7h8i9".',
);

export const region: TextCheck = (text) =>
  isRegionShaped(text) ? undefined : 'Write an AWS Region, for example "us-west-2".';

export const workgroupName = matches(
  /^[a-z0-9-]{3,64}$/,
  'Write the name of a workgroup: 3 to 64 lower-case letters, digits and hyphens.',
);

export const clusterName = matches(
  /^[a-z](?:-?[a-z0-9]){0,62}$/,
  'Write the identifier of a cluster: up to 63 lower-case letters, digits and single hyphens, a letter first.',
);

export const databaseName = matches(/^[^\p{C}]{1,127}$/u, 'Write the name of a database, for example "dev".');

export const issuerUrl: TextCheck = (text) => {
  const url = parseUrl(text);
  const example = 'for example "https://example.okta.com" or "https://example.okta.com/oauth2/default"';
  if (url === undefined) return `Write the issuer's address, ${example}.`;
  const wrong = plainUrlProblem(url, text);
  if (wrong !== undefined) return wrong;
  if (text.endsWith('/'))
    return 'Remove the slash at the end: the issuer must equal the "iss" of the tokens.';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) {
    // A default port or capital letters would never equal `iss`.
    return url.href === text || url.href === `${text}/`
      ? undefined
      : `Write it as "${url.href.replace(/\/$/, '')}".`;
  }
  return `Write an https address, ${example}; http is for loopback only.`;
};

export const loopbackEndpoint: TextCheck = (text) => {
  const url = parseUrl(text);
  const write = 'Write a loopback address, for example "http://127.0.0.1:4566", or remove it to use AWS.';
  if (url === undefined || !/^https?:$/.test(url.protocol) || !isLoopback(url.hostname)) return write;
  return plainUrlProblem(url, text) ?? (url.pathname === '/' ? undefined : 'Remove the path after the port.');
};

export const redirectUri: TextCheck = (text) => {
  const url = parseUrl(text);
  const write = 'Write a loopback address with its path, as registered in Okta: "http://127.0.0.1/callback".';
  if (url === undefined || url.protocol !== 'http:' || !isLoopback(url.hostname)) return write;
  const wrong = plainUrlProblem(url, text);
  if (wrong !== undefined) return wrong;
  // Okta compares characters, and URLs are rebuilt on the way: only the normal form comes back the same.
  return url.href === text ? undefined : `Write it as "${url.href}".`;
};

export const scope: TextCheck = (text) => {
  if (!/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/.test(text)) return 'Write one scope, for example "openid".';
  if (/^okta\./i.test(text))
    return `Remove "${text}": it grants administration of Okta, which is not needed here.`;
  if (/^(device_sso|interclient_access)$/i.test(text)) {
    return `Remove "${text}": it lets tokens be used for other applications.`;
  }
  return undefined;
};

/** ARN of an Identity Center application. `ofRegion` undefined: in any partition. */
export const applicationArn = (ofRegion: string | undefined): TextCheck =>
  arn(
    ofRegion,
    /^arn:(aws[a-z-]*):sso::\d{12}:application\/(?:sso)?ins-[A-Za-z0-9.-]{16}\/apl-[A-Za-z0-9]{16}$/,
    (partition) =>
      `Write the ARN of the customer managed application: "arn:${partition}:sso::<account>:application/ssoins-…/apl-…".`,
  );

export const roleArn = (ofRegion: string | undefined): TextCheck =>
  arn(
    ofRegion,
    /^arn:(aws[a-z-]*):iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    (partition) => `Write the ARN of a role: "arn:${partition}:iam::<account>:role/<name>".`,
  );

export const contextProviderArn = (ofRegion: string | undefined): TextCheck =>
  arn(
    ofRegion,
    /^arn:(aws[a-z-]*):iam::aws:contextProvider\/[\w-]{1,128}$/,
    (partition) => `Write "arn:${partition}:iam::aws:contextProvider/IdentityCenter", or remove it.`,
  );

function arn(ofRegion: string | undefined, shape: RegExp, write: (partition: string) => string): TextCheck {
  const partition = ofRegion === undefined ? undefined : partitionOf(ofRegion);
  return (text) => {
    const found = shape.exec(text)?.[1];
    if (found === undefined) return write(partition ?? 'aws');
    if (partition === undefined || found === partition) return undefined;
    return `${ofRegion} is in the partition ${partition}, but this ARN is in ${found}.`;
  };
}

function plainUrlProblem(url: URL, text: string): string | undefined {
  if (url.username !== '' || url.password !== '')
    return 'Remove the user name and password from the address.';
  if (text.includes('?')) return 'Remove the query ("?" and what follows it).';
  if (text.includes('#')) return 'Remove the fragment ("#" and what follows it).';
  return undefined;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
