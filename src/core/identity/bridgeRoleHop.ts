import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityResponse,
} from '@aws-sdk/client-sts';
import { Cancelled } from '../errors.ts';
import { sessionCredentials } from './sessionCredentials.ts';
import { awsFailure, hopProblem } from './awsFailure.ts';
import type { AwsCredentials } from './awsCredentials.ts';
import { clientOptions, details, type HopContext, type HopResult } from './hopContext.ts';
import type { AwsProfileCredentials, IdentityChainOptions } from './identityChain.ts';
import { roleSessionName } from './roleSessionName.ts';

/** Seconds. The least that every role allows at most, and the most that a chained session lives anyway. */
const durationSeconds = 3600;

/**
 * STS AssumeRoleWithWebIdentity: Okta's ID token for credentials that may exchange it.
 * The same ID token may be exchanged at Identity Center afterwards.
 * @throws HopError of hop `bridgeRole`
 */
export async function assumeBridgeRole(
  context: HopContext,
  roleArn: string,
  idToken: string,
  signal: AbortSignal,
): Promise<HopResult<AwsCredentials>> {
  const client = context.clients.sts(clientOptions(context, undefined, 3));
  let answer: AssumeRoleWithWebIdentityResponse;
  try {
    answer = await client.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: roleSessionName(context.account.login),
        WebIdentityToken: idToken,
        DurationSeconds: durationSeconds,
      }),
      { abortSignal: signal },
    );
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    throw awsFailure('bridgeRole', error, context, [idToken]);
  }
  const value = sessionCredentials('bridgeRole', answer.Credentials, context);
  return {
    value,
    expires: value.expiration,
    details: details({
      Role: roleArn,
      Session: answer.AssumedRoleUser?.Arn,
      'Session name': roleSessionName(context.account.login),
      'OIDC provider': answer.Provider,
      Audience: answer.Audience,
      'Access key ID': value.accessKeyId,
    }),
  };
}

/**
 * An AWS profile that the person already has, in the place of the bridge role.
 * @throws HopError of hop `bridgeRole`
 */
export async function readBridgeProfile(
  context: HopContext,
  name: string,
  read: IdentityChainOptions['awsProfileCredentials'],
): Promise<HopResult<AwsProfileCredentials>> {
  if (read === undefined) {
    throw hopProblem('bridgeRole', 'AwsProfile', 'AWS profiles can not be read here.', context);
  }
  let value: AwsProfileCredentials;
  try {
    value = await read(name);
  } catch (error) {
    // The provider's words come from the person's own files and programs, which may print anything.
    const words = error instanceof Error ? error.name : 'failed';
    throw hopProblem(
      'bridgeRole',
      'AwsProfile',
      `The AWS profile ${name} gave no credentials (${words}).`,
      context,
    );
  }
  return {
    value,
    expires: value.expiration,
    details: details({ 'AWS profile': name, 'Access key ID': value.accessKeyId }),
  };
}
