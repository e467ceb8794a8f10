import { CommonError } from './awsError.ts';
import type { Constraints } from './inputValidation.ts';
import type { SignedCall } from './operation.ts';
import type { RedshiftEndpoint } from './redshiftEndpoint.ts';
import { findWorkgroup } from './workgroups.ts';

/** Members by which every operation of the Data API names a warehouse and how to log in to it. */
export interface EndpointInput {
  WorkgroupName?: string | undefined;
  ClusterIdentifier?: string | undefined;
  SecretArn?: string | undefined;
  DbUser?: string | undefined;
}

export const endpointConstraints: Constraints = {
  ClusterIdentifier: { length: [1, 63], pattern: /[a-z][a-z0-9-]*/ },
  WorkgroupName: {
    length: [3, 128],
    pattern:
      /[a-z0-9-]{3,63}|arn:aws(-[a-z]+)*:redshift-serverless:[a-z0-9-]+:\d{12}:workgroup\/[0-9a-f-]{36}/,
  },
};

/**
 * The endpoint that a call names by workgroup, by its ARN, or by cluster.
 * @throws CommonError `validation`
 */
export function findEndpoint(call: SignedCall, input: EndpointInput): RedshiftEndpoint {
  const { WorkgroupName: workgroup, ClusterIdentifier: cluster } = input;
  refuseMembers(input, ['SecretArn', 'DbUser']);
  if (workgroup !== undefined && cluster !== undefined) {
    throw new CommonError('validation', 'Give WorkgroupName or ClusterIdentifier, not both.');
  }
  if (workgroup === undefined && cluster === undefined) {
    throw new CommonError(
      'validation',
      'WorkgroupName or ClusterIdentifier is required. Give the workgroup or the cluster to run on.',
    );
  }
  const name = workgroup === undefined ? cluster : findWorkgroup(call, workgroup)?.workgroup;
  const kind = workgroup === undefined ? 'cluster' : 'workgroup';
  const endpoint = endpointsOf(call).find(
    (candidate) =>
      candidate.kind === kind && candidate.name === name && candidate.site.account === call.caller.account,
  );
  if (!endpoint) throw noEndpoint();
  return endpoint;
}

/**
 * The endpoints that a list is of: the one that is named, or all of the Region.
 * @throws CommonError `validation`, also where an identity-enhanced session names none.
 */
export function listedEndpoints(call: SignedCall, input: EndpointInput): readonly RedshiftEndpoint[] {
  if (input.WorkgroupName !== undefined || input.ClusterIdentifier !== undefined) {
    return [findEndpoint(call, input)];
  }
  if (call.caller.identityContext) {
    throw new CommonError(
      'validation',
      'WorkgroupName or ClusterIdentifier is required with an identity-enhanced role session.',
    );
  }
  return endpointsOf(call);
}

/** Endpoints in the Region of a call, whoever's they are. */
export function endpointsOf({ cloud, region }: SignedCall): readonly RedshiftEndpoint[] {
  return cloud.endpoints.filter(({ site }) => site.region === region);
}

export function noEndpoint(): CommonError {
  return new CommonError('validation', "Redshift endpoint doesn't exist in this region.");
}

/**
 * Refuses members that the sandbox would have to leave unheeded.
 * @throws CommonError `validation`
 */
export function refuseMembers(input: object, members: readonly string[]): void {
  const refused = members.find((member) => Object.hasOwn(input, member));
  if (refused !== undefined) {
    throw new CommonError('validation', `The sandbox does not offer ${refused}. Leave it out.`);
  }
}
