/** Who and what exists in the sandbox: people, groups, accounts, roles, applications. */

export interface Person {
  login: string;
  name: string;
  groups: readonly string[];
  /** Identity Center user ID. */
  userId: string;
  /** Okta user ID, the `sub` of Okta's tokens. */
  oktaId: string;
}

export const people: readonly Person[] = [
  {
    login: 'ethan@example.com',
    name: 'Ethan Global',
    groups: ['exec-global', 'awssso-sales'],
    userId: '94482488-3041-7026-18f3-be45837cd0e1',
    oktaId: '00u1ethan0global0d7',
  },
  {
    login: 'frank@example.com',
    name: 'Frank Amer',
    groups: ['amer-sales'],
    userId: '94482488-3041-7026-18f3-be45837cd0e2',
    oktaId: '00u2frank0amer000d7',
  },
  {
    login: 'alex@example.com',
    name: 'Alex Emea',
    groups: ['emea-sales'],
    userId: '94482488-3041-7026-18f3-be45837cd0e3',
    oktaId: '00u3alex00emea000d7',
  },
  {
    login: 'ming@example.com',
    name: 'Ming Apac',
    groups: ['apac-sales'],
    userId: '94482488-3041-7026-18f3-be45837cd0e4',
    oktaId: '00u4ming00apac000d7',
  },
];

export const identityCenter = {
  instanceArn: 'arn:aws:sso:::instance/ssoins-7223e0b1f5c8a2d4',
  instanceAccount: '111122223333',
  identityStoreId: 'd-9067a1b2c3',
  identityStoreArn: 'arn:aws:identitystore::111122223333:identitystore/d-9067a1b2c3',
  trustedTokenIssuerArn:
    'arn:aws:sso::111122223333:trustedTokenIssuer/ssoins-7223e0b1f5c8a2d4/tti-6e1c2b34-8a5d-4f0e-9d27-5b1f0c9a7e11',
  issuer: 'https://identitycenter.amazonaws.com/ssoins-7223e0b1f5c8a2d4',
} as const;

/** A provisioned cluster, in the account and Region of its site. Its warehouse is its own. */
export interface SandboxClusterDefinition {
  identifier: string;
  database: string;
}

export interface SandboxSiteDefinition {
  region: string;
  account: string;
  applicationArn: string;
  bridgeRoleArn: string;
  dataRoleArn: string;
  workgroup: string;
  namespace: string;
  database: string;
  clusters: readonly SandboxClusterDefinition[];
}

export const sites: readonly SandboxSiteDefinition[] = [
  {
    region: 'us-east-1',
    account: '111122223333',
    applicationArn: 'arn:aws:sso::111122223333:application/ssoins-7223e0b1f5c8a2d4/apl-4c1f5e9b20a7d836',
    bridgeRoleArn: 'arn:aws:iam::111122223333:role/IDCBridgeRole',
    dataRoleArn: 'arn:aws:iam::111122223333:role/RedshiftDataAPIClientRole',
    workgroup: 'redshift-tip-enabled',
    namespace: 'redshift-tip-enabled-namespace',
    database: 'dev',
    clusters: [],
  },
  {
    region: 'us-west-2',
    account: '444455556666',
    applicationArn: 'arn:aws:sso::444455556666:application/ssoins-7223e0b1f5c8a2d4/apl-8b3d0f62c95e17a4',
    bridgeRoleArn: 'arn:aws:iam::444455556666:role/IDCBridgeRole',
    dataRoleArn: 'arn:aws:iam::444455556666:role/RedshiftDataAPIClientRole',
    workgroup: 'redshift-tip-enabled',
    namespace: 'redshift-tip-enabled-namespace',
    database: 'dev',
    clusters: [{ identifier: 'finance-cluster', database: 'finance' }],
  },
];

export const oktaClients = {
  native: { clientId: '0oa1native0redshift0d7' },
  web: {
    clientId: '0oa2web000streamlit0d7',
    clientSecret: 'sandbox-only-web-client-secret',
    redirectUri: 'http://localhost:8501',
  },
  /** An application of the same Okta that AWS does not trust: its ID tokens have the wrong audience. */
  unrelated: { clientId: '0oa3unrelated00native0d7' },
} as const;
