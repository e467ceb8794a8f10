import {
  HopError,
  networkFailure,
  networkRemedy,
  RedshiftIdentityError,
  safeCause,
  unexpectedCode,
} from '../errors.ts';
import type { HopContext } from './hopContext.ts';
import type { HopName } from './hopName.ts';
import { redact } from './redaction.ts';
import { remedyFor } from './remedies.ts';

/** Codes of a HopError after which the same step may be tried again. */
const passing: readonly string[] = ['NetworkFailure', 'ServiceFailure', 'Throttled'];

/** Whether a failure may pass by itself: no clear answer, or too many requests. */
export function mayPass(error: unknown): boolean {
  return error instanceof HopError && passing.includes(error.code);
}

/** An error that names the hop, for something this extension found wrong itself. */
export function hopProblem(
  hop: HopName,
  awsCode: string,
  description: string,
  context: HopContext,
): HopError {
  const { profile, site } = context;
  return new HopError({
    hop,
    awsCode,
    description,
    remedy: remedyFor(hop, awsCode, description, factsOf(context)),
    profile: profile.name,
    region: site.region,
  });
}

/**
 * Turns what the AWS SDK threw into an error for people: AWS's code and its own words, and the remedy.
 * SDK errors hold whole responses, so nothing else of them is kept.
 * @param secrets values sent with the call; whatever repeats them is redacted
 */
export function awsFailure(
  hop: HopName,
  error: unknown,
  context: HopContext,
  secrets: readonly (string | undefined)[],
): Error {
  if (error instanceof RedshiftIdentityError) return error;
  const { profile, site } = context;
  const where = { hop, profile: profile.name, region: site.region };
  const network = networkFailure(error);
  if (network !== undefined) {
    const cause = safeCause(error, secrets);
    return new HopError({
      ...where,
      code: 'NetworkFailure',
      description: network,
      remedy: networkRemedy,
      cause,
    });
  }
  const { awsCode, words, status } = serviceAnswer(error);
  if (status === 0) {
    // Neither AWS nor the network: something on this side of the wire.
    const description = 'something went wrong inside the extension';
    return new HopError({ ...where, code: unexpectedCode, description, cause: safeCause(error, secrets) });
  }
  const description = redact(words, secrets);
  // The SDK's own text is "UnknownError" where AWS sends error_description.
  const cause = safeCause(error, secrets, description);
  return new HopError({
    ...where,
    awsCode,
    description,
    code: failureCode(awsCode, status),
    remedy: remedyFor(hop, awsCode, words, factsOf(context)),
    cause,
  });
}

export function factsOf({ profile, site, account }: HopContext) {
  return {
    region: site.region,
    issuer: profile.okta.issuer,
    clientId: profile.okta.clientId,
    applicationArn: site.applicationArn,
    bridge: site.bridge.kind === 'role' ? site.bridge.roleArn : site.bridge.name,
    dataRoleArn: site.dataRoleArn,
    contextProviderArn: site.contextProviderArn,
    login: account.login,
  };
}

function failureCode(awsCode: string, status: number): string {
  if (/^(?:SlowDown|Throttl|TooManyRequests|RequestLimitExceeded)/.test(awsCode) || status === 429)
    return 'Throttled';
  if (status >= 500 || /^IDPCommunicationError/.test(awsCode)) return 'ServiceFailure';
  return 'HopFailed';
}

function serviceAnswer(error: unknown): { awsCode: string; words: string; status: number } {
  const status =
    numberAt(error, '$metadata', 'httpStatusCode') ?? numberAt(error, '$response', 'statusCode') ?? 0;
  // Query services put their own code beside the SDK's class name.
  const awsCode = textAt(error, 'Code') ?? textAt(error, 'name') ?? 'Unknown';
  if (status > 0 && (textAt(error, '$fault') === undefined || awsCode === 'Unknown')) {
    return { awsCode: `HTTP ${status}`, words: 'the answer is not one that AWS gives', status };
  }
  const message = textAt(error, 'message');
  const described = textAt(error, 'error_description') ?? (message === 'UnknownError' ? undefined : message);
  const region = awsCode.startsWith('InvalidRequestRegion') ? textAt(error, 'region') : undefined;
  const words = [
    described ?? textAt(error, 'error') ?? '',
    textAt(error, 'reason'),
    region === undefined ? undefined : `(Region of the token: ${region})`,
  ];
  return { awsCode, words: words.filter((part) => part !== undefined && part !== '').join(' '), status };
}

function textAt(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function numberAt(value: unknown, outer: string, inner: string): number | undefined {
  const holder: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, outer) : undefined;
  const found: unknown =
    typeof holder === 'object' && holder !== null ? Reflect.get(holder, inner) : undefined;
  return typeof found === 'number' ? found : undefined;
}
