import {
  Cancelled,
  HopError,
  isCancel,
  networkFailure,
  networkRemedy,
  RedshiftIdentityError,
  safeCause,
} from '../errors.ts';
import type { OktaApplication } from './profile.ts';
import { redact } from './redaction.ts';
import { remedyFor } from './remedies.ts';

export interface OktaCall {
  readonly application: OktaApplication;
  readonly redirectUri?: string | undefined;
  readonly login?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Values sent with the call; whatever repeats them is redacted. */
  readonly secrets: readonly (string | undefined)[];
}

/** An error of hop `okta` for something this extension found wrong itself. */
export function oktaProblem(code: string, description: string, call: OktaCall): HopError {
  const { application, redirectUri, login } = call;
  const facts = { issuer: application.issuer, clientId: application.clientId, redirectUri, login };
  return new HopError({
    hop: 'okta',
    awsCode: code,
    description,
    remedy: remedyFor('okta', code, description, facts),
    ...(endsSession.test(code) ? { code: 'SignInRequired' } : {}),
  });
}

/** Answers after which only a sign-in helps. */
const endsSession = /^(?:invalid_grant|login_required|interaction_required|consent_required|WrongPerson)$/;

/**
 * Turns what openid-client threw into an error for people.
 * Its errors hold whole responses, so only the OAuth code, the description and a redacted copy are kept.
 */
export function oktaFailure(error: unknown, call: OktaCall): Error {
  if (call.signal?.aborted) return cancelReason(call.signal);
  if (error instanceof RedshiftIdentityError || error instanceof Cancelled) return error;
  if (isCancel(error)) return new Cancelled();
  const cause = safeCause(error, call.secrets);
  const network = networkFailure(error) ?? timeout(error);
  if (network !== undefined) {
    const description = `${network} (${call.application.issuer})`;
    return new HopError({ hop: 'okta', code: 'NetworkFailure', description, remedy: networkRemedy, cause });
  }
  const { code, description } = oauthAnswer(error);
  const clean = redact(description, call.secrets);
  const problem = oktaProblem(code, clean, call);
  const { hop, remedy } = problem;
  return new HopError({ hop, code: problem.code, awsCode: code, description: clean, remedy, cause });
}

/** No answer that settles the matter: the same request may be sent again. */
export function isUnclear(error: unknown): boolean {
  return networkFailure(error) !== undefined || timeout(error) !== undefined || statusOf(error) >= 500;
}

function cancelReason(signal: AbortSignal): Error {
  return signal.reason instanceof RedshiftIdentityError ? signal.reason : new Cancelled();
}

function timeout(error: unknown): string | undefined {
  return field(error, 'code') === 'OAUTH_TIMEOUT'
    ? 'No answer from the network: no answer came in time.'
    : undefined;
}

/** OAuth 2.0 section 5.2 errors, `WWW-Authenticate` challenges, and openid-client's own codes. */
function oauthAnswer(error: unknown): { code: string; description: string } {
  const oauthCode = field(error, 'error');
  if (oauthCode !== undefined) {
    return { code: oauthCode, description: field(error, 'error_description') ?? '' };
  }
  const challenge = firstChallenge(error);
  if (challenge !== undefined) return challenge;
  const code = field(error, 'code') ?? (error instanceof Error ? error.name : 'unknown');
  if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') {
    return { code: 'WrongIssuer', description: 'The discovery document names another issuer.' };
  }
  const status = statusOf(error);
  const message = error instanceof Error ? error.message : '';
  return { code, description: status > 0 ? `${message} (HTTP ${status})` : message };
}

function firstChallenge(error: unknown): { code: string; description: string } | undefined {
  if (!(error instanceof Error) || !Array.isArray(error.cause)) return undefined;
  const parameters = property(error.cause[0], 'parameters');
  const code = field(parameters, 'error');
  // A native client that Okta answers with a challenge was taken for one with a secret.
  return {
    code: code ?? 'invalid_client',
    description: field(parameters, 'error_description') ?? error.message,
  };
}

function statusOf(error: unknown): number {
  // openid-client keeps the response of an unexpected answer as the cause.
  const status = property(error, 'status') ?? property(property(error, 'cause'), 'status');
  return typeof status === 'number' ? status : 0;
}

function field(value: unknown, key: string): string | undefined {
  const found = property(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
