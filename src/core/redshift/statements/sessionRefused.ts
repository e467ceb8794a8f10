/** Codes by which AWS refuses credentials that look valid here. */
const refusals: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
]);

/** Whether an AWS error of this name says that the credentials are no longer taken, so that new ones may help. */
export function isRefusedSession(name: string): boolean {
  return refusals.has(name);
}
