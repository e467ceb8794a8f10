/**
 * One call that the sandbox answered. `GET {endpoint}/sandbox/requests` returns
 * all of them, oldest first, one JSON object a line. It never holds a token.
 */
export interface RequestLogEntry {
  /** Counts up from 1, so that a reader can ask for what is new. */
  sequence: number;
  /** ISO 8601, UTC. */
  time: string;
  /** `okta`, `sts`, `sso-oauth`, `redshift`, `redshift-data`, `redshift-serverless`. */
  service: string;
  /** AWS operation name, or Okta endpoint name such as `token` with its grant: `token refresh_token`. */
  operation: string;
  /** Empty for Okta and for unsigned calls. */
  region: string;
  /** ARN of the calling session, or the Okta client ID. */
  principal: string;
  /** Identity Center user name or Okta login on whose behalf the call was made; empty if nobody's. */
  onBehalfOf: string;
  /** `OK` or the error code that was answered; `Dropped` where the connection was closed before the call was carried out. */
  result: string;
}
