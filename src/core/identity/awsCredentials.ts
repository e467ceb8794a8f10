/** Temporary credentials of an AWS role session. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Milliseconds for which the credentials are still valid; negative once expired. */
export function remaining(credentials: AwsCredentials, now: number): number {
  return credentials.expiration.getTime() - now;
}
