/** The one line of JSON that the sandbox prints on standard output when every part of it answers. */
export interface SandboxReady {
  okta: {
    /** For example `http://127.0.0.1:41234`. */
    issuer: string;
    /** Native client: PKCE, no secret, redirect `http://127.0.0.1:{any port}/callback`. */
    clientId: string;
    /** Web client with a secret, redirect `http://localhost:8501`. */
    webClientId: string;
    webClientSecret: string;
  };
  /** One HTTP endpoint for every service and Region. */
  aws: { endpoint: string };
  identityCenter: { instanceArn: string };
  sites: SandboxSite[];
  people: { login: string; groups: string[] }[];
}

export interface SandboxSite {
  region: string;
  applicationArn: string;
  bridgeRoleArn: string;
  dataRoleArn: string;
  workgroup: string;
  database: string;
  /** Provisioned clusters of the site's account and Region. */
  clusters: readonly { identifier: string; database: string }[];
}
