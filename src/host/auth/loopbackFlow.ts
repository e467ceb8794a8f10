import { errorText } from '../../core/errorText.ts';
import { Cancelled, RedshiftIdentityError } from '../../core/errors.ts';
import { openLoopbackReceiver, type LoopbackReceiver } from '../../node/loopbackReceiver.ts';
import type { SignInFlow, SignInRequest } from './signInFlow.ts';

/** Authorization code with PKCE; the answer comes back to a port of this computer (RFC 8252, section 7.3). */
export const loopbackFlow: SignInFlow = {
  id: 'loopback',
  label: "In this computer's browser",
  supports: ({ loopbackReachable }) => loopbackReachable,
  run: async (request) => {
    const { application, signal } = request;
    const receiver = await openReceiver(request);
    try {
      const { startSignIn } = await import('../../core/identity/okta.ts');
      const signIn = await startSignIn(application, {
        redirectUri: receiver.redirectUri,
        ...(request.prompt ? { prompt: request.prompt } : {}),
        ...(request.loginHint ? { loginHint: request.loginHint } : {}),
      });
      signal.throwIfAborted();
      if (!(await request.openBrowser(signIn.url))) throw new Cancelled('The browser was not opened.');
      const answer = await receiver.callback;
      try {
        const tokens = await signIn.finish(answer.url, signal);
        answer.respond({
          ok: true,
          title: 'You are signed in',
          text: `Signed in as ${tokens.claims.login}. You can close this page and return to VS Code.`,
        });
        return tokens;
      } catch (error) {
        answer.respond({ ok: false, title: 'The sign-in did not succeed', text: errorText(error) });
        throw error;
      }
    } finally {
      receiver.close();
    }
  },
};

async function openReceiver({ application, signal }: SignInRequest): Promise<LoopbackReceiver> {
  const { redirectUri, ports } = application;
  try {
    return await openLoopbackReceiver(redirectUri, ports, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    throw new RedshiftIdentityError(
      `No port for the sign-in redirect ${redirectUri} is free (tried ${new URL(redirectUri).port || ports.join(', ')}).`,
      {
        code: 'NoFreePort',
        remedy:
          'Close the program that listens there, or list further ports in okta.ports of the profile and register them in Okta.',
        cause: error,
      },
    );
  }
}
