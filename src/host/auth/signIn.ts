import * as vscode from 'vscode';
import { Cancelled, RedshiftIdentityError, isCancel } from '../../core/errors.ts';
import { waitFor } from '../../core/identity/pause.ts';
import type { OktaTokens } from '../../core/identity/okta.ts';
import type { Profile } from '../../core/identity/profile.ts';
import type { SignInTarget } from './signInFlow.ts';
import { flowsFor } from './signInFlows.ts';

/** Milliseconds that a person has for the browser's pages. */
const signInLimit = 10 * 60_000;

export interface SignInOptions {
  /** Show Okta's sign-in page although the browser may have a session there. */
  readonly prompt?: 'login';
  readonly loginHint?: string;
}

/**
 * Brings a person to Okta, with a progress notice that can be cancelled.
 * @throws Cancelled when the person or `signal` ended it; RedshiftIdentityError `SignInTimedOut`
 */
export async function signIn(
  profile: Profile,
  signal: AbortSignal,
  options: SignInOptions = {},
): Promise<OktaTokens> {
  const [flow] = flowsFor(signInTarget());
  if (!flow) {
    throw new RedshiftIdentityError('There is no way to sign in from where this window runs.', {
      code: 'NoSignInFlow',
      remedy: 'Open the workspace in VS Code on the computer that has your browser.',
    });
  }
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Signing in to ${profile.name} in your browser…`,
      cancellable: true,
    },
    async (_progress, token) => {
      const abort = new AbortController();
      const stop = () => abort.abort(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop);
      const subscription = token.onCancellationRequested(() => abort.abort(new Cancelled()));
      const limit = setTimeout(() => {
        abort.abort(
          new RedshiftIdentityError('The sign-in was not finished within ten minutes.', {
            code: 'SignInTimedOut',
            remedy: 'Run Redshift Identity: Sign In again.',
          }),
        );
      }, signInLimit);
      try {
        // Whatever the flow is waiting for: it cleans up behind the signal by itself.
        const tokens = flow.run({
          application: profile.okta,
          ...(options.prompt ? { prompt: options.prompt } : {}),
          ...(options.loginHint && /^[\w.@-]+$/.test(options.loginHint)
            ? { loginHint: options.loginHint }
            : {}),
          signal: abort.signal,
          openBrowser,
        });
        return await waitFor(tokens, abort.signal);
      } catch (error) {
        // Whatever noticed the abort first, the reason is what happened.
        if (abort.signal.aborted && isCancel(error)) throw abort.signal.reason;
        throw error;
      } finally {
        clearTimeout(limit);
        signal.removeEventListener('abort', stop);
        subscription.dispose();
      }
    },
  );
}

/** `Uri` decodes the query and VS Code encodes it anew, so its values must be plain: base64url, no plus sign. */
export async function openBrowser(url: string): Promise<boolean> {
  return vscode.env.openExternal(vscode.Uri.parse(url, true));
}

function signInTarget(): SignInTarget {
  // With a remote, the extension is preferred on the person's side (extensionKind); where it still runs remotely
  // on the desktop, the browser can't reach its loopback.
  const remote = vscode.env.remoteName !== undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  return { loopbackReachable: !remote };
}
