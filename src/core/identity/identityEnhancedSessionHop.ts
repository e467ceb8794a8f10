import { AssumeRoleCommand, type AssumeRoleResponse } from '@aws-sdk/client-sts';
import { Cancelled } from '../errors.ts';
import { awsFailure } from './awsFailure.ts';
import type { AwsCredentials } from './awsCredentials.ts';
import { clientOptions, details, type HopContext, type HopResult } from './hopContext.ts';
import type { AwsProfileCredentials } from './identityChain.ts';
import { roleSessionName } from './roleSessionName.ts';
import { sessionCredentials } from './sessionCredentials.ts';

/** Seconds. Role chaining caps a session here; asking for more is refused. */
const durationSeconds = 3600;

/**
 * STS AssumeRole with the identity context: the data role's session that acts on the person's behalf.
 * @throws HopError of hop `identityEnhancedSession`
 */
export async function assumeDataRole(
  context: HopContext,
  bridge: AwsProfileCredentials,
  identityContext: string,
  signal: AbortSignal,
): Promise<HopResult<AwsCredentials>> {
  const { dataRoleArn, contextProviderArn } = context.site;
  const client = context.clients.sts(clientOptions(context, bridge, 3));
  let answer: AssumeRoleResponse;
  try {
    answer = await client.send(
      new AssumeRoleCommand({
        RoleArn: dataRoleArn,
        RoleSessionName: roleSessionName(context.account.login),
        DurationSeconds: durationSeconds,
        ProvidedContexts: [{ ProviderArn: contextProviderArn, ContextAssertion: identityContext }],
      }),
      { abortSignal: signal },
    );
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    const secrets = [identityContext, bridge.secretAccessKey, bridge.sessionToken];
    throw awsFailure('identityEnhancedSession', error, context, secrets);
  }
  const value = sessionCredentials('identityEnhancedSession', answer.Credentials, context);
  return {
    value,
    expires: value.expiration,
    details: details({
      Role: dataRoleArn,
      Session: answer.AssumedRoleUser?.Arn,
      'Session name': roleSessionName(context.account.login),
      'Context provider': contextProviderArn,
      Region: context.site.region,
      'Access key ID': value.accessKeyId,
    }),
  };
}
