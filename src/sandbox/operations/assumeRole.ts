import { AssumeRoleRequest$ } from '@aws-sdk/client-sts';
import type { AssumeRoleRequest, ProvidedContext } from '@aws-sdk/client-sts';
import { AwsError, CommonError } from '../aws/awsError.ts';
import type { Constraints } from '../aws/inputValidation.ts';
import type { IdentityContext, Session } from '../aws/issuedSessions.ts';
import type { SignedCall, SignedOperation, Validated } from '../aws/operation.ts';

type Input = Validated<AssumeRoleRequest, 'RoleArn' | 'RoleSessionName'>;

const contextProvider = 'arn:aws:iam::aws:contextProvider/IdentityCenter';
/** Seconds; every caller here is itself a role session. */
const roleChainingLimit = 3600;

/** Constraints that both ways to assume a role share. */
export const roleConstraints: Constraints = {
  RoleArn: { length: [20, 2048], pattern: /[\t\n\r\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD]+/ },
  RoleSessionName: { length: [2, 64], pattern: /[\w+=,.@-]*/ },
  DurationSeconds: { range: [900, 43200] },
  Policy: { length: [1, 2048] },
};

/** STS AssumeRole; with ProvidedContexts the session is identity-enhanced. */
export const assumeRole: SignedOperation<Input> = {
  name: 'AssumeRole',
  signed: true,
  input: AssumeRoleRequest$,
  constraints: {
    ...roleConstraints,
    ExternalId: { length: [2, 1224], pattern: /[\w+=,.@:\/-]*/ },
    ProvidedContexts: { length: [1, 5] },
    'ProvidedContexts.ProviderArn': { length: [20, 2048] },
    'ProvidedContexts.ContextAssertion': { length: [4, 2048] },
  },
  async run(input, call) {
    refuseSessionPolicies(input);
    const contexts = input.ProvidedContexts ?? [];
    const role = call.cloud.iam.authorizeTrust(
      call.caller,
      input.RoleArn,
      contexts.length > 0 ? ['sts:AssumeRole', 'sts:SetContext'] : ['sts:AssumeRole'],
    );
    const duration = input.DurationSeconds ?? role.maxSessionDuration;
    if (duration > roleChainingLimit) {
      throw new CommonError(
        'validation',
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      );
    }
    const identityContext = await readContexts(contexts, call);
    const session = call.cloud.sessions.issue({
      roleArn: role.arn,
      sessionName: input.RoleSessionName,
      durationSeconds: duration,
      ...(identityContext && { identityContext }),
    });
    return assumedRoleOutput(session);
  },
};

/** Credentials and user, as both operations answer them. */
export function assumedRoleOutput(session: Session): object {
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiresAt.toISOString().replace('.000Z', 'Z'),
    },
    AssumedRoleUser: { AssumedRoleId: session.assumedRoleId, Arn: session.principalArn },
  };
}

/**
 * Refuses what would narrow or mark a session: to leave it out would give more than was asked for.
 * @throws CommonError `validation`
 */
export function refuseSessionPolicies(input: object): void {
  const refused = [
    'Policy',
    'PolicyArns',
    'Tags',
    'TransitiveTagKeys',
    'SourceIdentity',
    'SerialNumber',
  ].find((member) => Object.hasOwn(input, member));
  if (refused !== undefined) {
    throw new CommonError('validation', `The sandbox does not offer ${refused}. Leave it out.`);
  }
}

async function readContexts(
  contexts: readonly ProvidedContext[],
  call: SignedCall,
): Promise<IdentityContext | undefined> {
  const [context, ...more] = contexts;
  if (!context) return undefined;
  if (more.length > 0) throw new CommonError('validation', 'A session takes one provided context.');
  if (context.ProviderArn !== contextProvider) {
    throw new CommonError('validation', `The ProviderArn of a context must be ${contextProvider}.`);
  }
  const person = await call.cloud.identityCenter.readContext(context.ContextAssertion ?? '', call.region);
  if (person === 'expired') {
    throw new AwsError('ExpiredTokenException', 'The provided context assertion has expired.');
  }
  if (!person) {
    throw new CommonError('validation', 'The provided context assertion is not valid in this Region.');
  }
  call.record.onBehalfOf = person.login;
  return person;
}
