import type { SandboxSiteDefinition } from '../directory.ts';
import type { CallRate } from './callRate.ts';
import type { Faults } from './faults.ts';
import type { Iam } from './iam.ts';
import type { IdentityCenter } from './identityCenter.ts';
import type { SdkStructure } from './inputModel.ts';
import type { Constraints } from './inputValidation.ts';
import type { IssuedSessions, Session } from './issuedSessions.ts';
import type { RedshiftEndpoint } from './redshiftEndpoint.ts';
import type { TrustedIssuer } from './trustedIssuer.ts';

/** Everything that the operations act on. */
export interface Cloud {
  now(): Date;
  sites: readonly SandboxSiteDefinition[];
  sessions: IssuedSessions;
  iam: Iam;
  issuer: TrustedIssuer;
  identityCenter: IdentityCenter;
  /** Workgroups and clusters of every site. */
  endpoints: readonly RedshiftEndpoint[];
  /** Of the Data API's operations, each by itself. */
  callRate: CallRate;
  faults: Faults;
  /** Bytes of result text in one answer, about. */
  pageBytes: number;
}

/** One call of an unsigned operation. */
export interface Call {
  cloud: Cloud;
  /** Ends when the client has gone or the sandbox stops. */
  signal: AbortSignal;
  /** What the request log says; an operation fills in what only it can know. */
  record: { principal: string; onBehalfOf: string };
}

/** One call whose signature was verified. */
export interface SignedCall extends Call {
  /** Region of the credential scope. */
  region: string;
  caller: Session;
  /** Seconds that a statement of this call stays STARTED before the warehouse gets it, by a fault on request; else 0. */
  statementSeconds: number;
  /** Bytes of text that the result of a statement of this call may have, by a fault on request; else Infinity. */
  mostResultBytes: number;
}

interface OperationBase {
  name: string;
  /** Schema of the input, from the SDK client of the service. */
  input: SdkStructure;
  /** What the schema leaves out: lengths, patterns, ranges. */
  constraints: Constraints;
}

export interface SignedOperation<Input> extends OperationBase {
  signed: true;
  /** IAM action that the caller's role must allow; none where AWS asks for none, or the operation decides. */
  action?: string;
  /** Answers the members of the output as they go over the wire. */
  run(input: Input, call: SignedCall): Promise<object>;
}

export interface UnsignedOperation<Input> extends OperationBase {
  signed: false;
  run(input: Input, call: Call): Promise<object>;
}

export type Operation = SignedOperation<object> | UnsignedOperation<object>;

/** An SDK input type after validation: the named members are there. */
export type Validated<Input, Required extends keyof Input> = Omit<Input, Required> & {
  [Name in Required]-?: NonNullable<Input[Name]>;
};
