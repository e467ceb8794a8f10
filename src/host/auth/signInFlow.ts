import type { OktaTokens } from '../../core/identity/okta.ts';
import type { OktaApplication } from '../../core/identity/profile.ts';

/** One way to bring a person to Okta and the answer back. */
export interface SignInFlow {
  readonly id: string;
  /** For a person who picks among several: "in this computer's browser". */
  readonly label: string;
  supports(target: SignInTarget): boolean;
  /**
   * @throws Cancelled when `signal` aborted
   * @throws HopError of hop `okta` for every answer but a sign-in
   */
  run(request: SignInRequest): Promise<OktaTokens>;
}

/** Where VS Code and the extension run. */
export interface SignInTarget {
  /** The extension host is on the person's own computer, or on one whose loopback the browser reaches. */
  readonly loopbackReachable: boolean;
}

export interface SignInRequest {
  readonly application: OktaApplication;
  /** Ask for the person again, whatever session the browser has at Okta. */
  readonly prompt?: 'login';
  /** The account expected to sign in, where that is known. */
  readonly loginHint?: string;
  readonly signal: AbortSignal;
  /** Opens the system's browser; false when the person declined. */
  openBrowser(url: string): Promise<boolean>;
}
