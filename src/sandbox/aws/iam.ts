import type { SandboxSiteDefinition } from '../directory.ts';
import { CommonError } from './awsError.ts';
import type { Session } from './issuedSessions.ts';

export interface Role {
  arn: string;
  /** Seconds. */
  maxSessionDuration: number;
  /** Trust policy: ID tokens of this issuer for one of these audiences may assume the role. */
  webIdentity?: { issuer: string; audiences: readonly string[] };
  /** Trust policy: these roles may do these actions (`sts:AssumeRole`, `sts:SetContext`). */
  trust: readonly { role: string; actions: readonly string[] }[];
  /** Identity policy: actions on any resource; `service:*` stands for all of a service. */
  allow: readonly string[];
}

const explicitDeny = 'with an explicit deny in an identity-based policy';

/** What an identity-enhanced session may do at most, whatever the role's own policy says. */
const allowedWithIdentityContext = ['redshift-data:*', 's3:GetDataAccess', 's3:ListCallerAccessGrants'];

/** The bridge role and the data role of each site, as a person would set them up. */
export function rolesOfSites(
  sites: readonly SandboxSiteDefinition[],
  issuer: string,
  audiences: readonly string[],
): Role[] {
  return sites.flatMap((site) => [
    {
      arn: site.bridgeRoleArn,
      maxSessionDuration: 3600,
      webIdentity: { issuer, audiences },
      trust: [],
      allow: [
        'sso-oauth:CreateTokenWithIAM',
        'redshift-serverless:ListWorkgroups',
        'redshift-serverless:GetWorkgroup',
        'redshift:DescribeClusters',
      ],
    },
    {
      arn: site.dataRoleArn,
      maxSessionDuration: 3600,
      trust: [{ role: site.bridgeRoleArn, actions: ['sts:AssumeRole', 'sts:SetContext'] }],
      allow: ['redshift-data:*', 's3:GetDataAccess', 's3:ListCallerAccessGrants'],
    },
  ]);
}

/** Roles with their trust and identity policies. IAM is global: the same in every Region. */
export class Iam {
  readonly #roles: ReadonlyMap<string, Role>;
  /** Actions that can be denied. */
  readonly knownActions: readonly string[];
  #denied: readonly string[] = [];

  constructor(roles: readonly Role[], knownActions: readonly string[] = []) {
    this.#roles = new Map(roles.map((role) => [role.arn, role]));
    this.knownActions = knownActions;
  }

  /** Actions that a policy of every role denies, on request. */
  get denied(): readonly string[] {
    return this.#denied;
  }

  /** Denies these actions to every role from now on, and no others. */
  deny(actions: readonly string[]): void {
    this.#denied = [...new Set(actions)];
  }

  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  /** @throws CommonError `accessDenied`, worded as IAM words implicit and explicit denials. */
  authorize(session: Session, action: string, resource: string): void {
    const denied = `User: ${session.principalArn} is not authorized to perform: ${action} on resource: ${resource}`;
    if (session.identityContext && !matches(allowedWithIdentityContext, action)) {
      throw new CommonError('accessDenied', `${denied} with an explicit deny in a session policy`);
    }
    if (this.#denied.includes(action)) throw new CommonError('accessDenied', `${denied} ${explicitDeny}`);
    if (!matches(this.role(session.roleArn)?.allow ?? [], action)) {
      throw new CommonError(
        'accessDenied',
        `${denied} because no identity-based policy allows the ${action} action`,
      );
    }
  }

  /**
   * The role, if its trust policy lets the session do each of the actions.
   * @throws CommonError `accessDenied`, the same for an unknown role: AWS does not tell which exist.
   */
  authorizeTrust(session: Session, roleArn: string, actions: readonly string[]): Role {
    const role = this.role(roleArn);
    const contextDenies = session.identityContext !== undefined;
    const policyDenies = actions.some((action) => this.#denied.includes(action));
    const refused = actions.find(
      (action) =>
        contextDenies ||
        this.#denied.includes(action) ||
        !role?.trust.some((entry) => entry.role === session.roleArn && entry.actions.includes(action)),
    );
    if (!role || refused !== undefined) {
      throw new CommonError(
        'accessDenied',
        `User: ${session.principalArn} is not authorized to perform: ${refused ?? actions[0]} on resource: ${roleArn}${
          contextDenies
            ? ' with an explicit deny in a session policy'
            : policyDenies
              ? ` ${explicitDeny}`
              : ''
        }`,
      );
    }
    return role;
  }
}

function matches(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith(':*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action,
  );
}
