import type { Credentials } from '@aws-sdk/client-sts';
import { hopProblem } from './awsFailure.ts';
import type { AwsCredentials } from './awsCredentials.ts';
import type { HopContext } from './hopContext.ts';
import type { HopName } from './hopName.ts';

/**
 * The credentials of an answer of STS.
 * @throws HopError where one is missing: an answer of something else than STS
 */
export function sessionCredentials(
  hop: HopName,
  answer: Credentials | undefined,
  context: HopContext,
): AwsCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw hopProblem(hop, 'IncompleteAnswer', 'The answer holds no credentials.', context);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}
