import { HopError } from '../../errors.ts';
import { StatementError } from './statementError.ts';

/** Codes by which AWS refuses credentials that look valid here. */
const refusals: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
]);

/** Whether AWS no longer takes the session, so that walking the identity chain anew may help. */
export function isSessionRefused(error: unknown): boolean {
  if (error instanceof StatementError) return refusals.has(error.code);
  return error instanceof HopError && error.hop === 'redshiftUser' && refusals.has(error.awsCode ?? '');
}
