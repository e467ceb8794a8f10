/** An error of one operation, with the code that its AWS model gives it. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  /** Members of the modelled error besides its message, for example `ResourceId`. */
  readonly members: Readonly<Record<string, string>>;
  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** Faults that every service answers, each protocol with a code and status of its own. */
export type CommonFault =
  | 'missingAuthentication'
  | 'incompleteSignature'
  | 'unknownKey'
  | 'signatureMismatch'
  | 'sessionExpired'
  | 'accessDenied'
  | 'validation'
  | 'malformedBody'
  | 'bodyTooLarge'
  | 'unknownOperation'
  | 'internal';

/** A fault whose code depends on the protocol of the service that was called. */
export class CommonError extends Error {
  override readonly name = 'CommonError';
  readonly fault: CommonFault;
  constructor(fault: CommonFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
