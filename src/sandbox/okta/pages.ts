import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import type { Person } from '../directory.ts';
import { Html, html, page, pageHeaders } from './html.ts';

const nothing = new Html('');

export interface SignInPage {
  /** Path that the form is posted to. */
  action: string;
  clientName: string;
  people: readonly Person[];
  /** Person already signed in to Okta in this browser. */
  signedIn: Person | undefined;
  /** Login that the client suggests. */
  loginHint: string | undefined;
}

/** One form, one submit button a person; there are no passwords in the sandbox. */
export function signInPage(options: SignInPage): string {
  const { action, clientName, people, signedIn, loginHint } = options;
  const preselected = people.find((person) => person.login === loginHint) ?? signedIn ?? people[0];
  const buttons = people.map(
    (person) =>
      html`<button
        type="submit"
        name="login"
        value="${person.login}"
        ${person === preselected ? new Html('autofocus') : nothing}
      >
        <b>${person.name}</b><span>${person.login}</span><span>${person.groups.join(', ')}</span>
      </button>`,
  );
  return page(
    'Sign in',
    html`<h1>Sign in</h1>
      <p>${clientName} asks who you are.</p>
      ${signedIn === undefined ? nothing : html`<p class="soft">This browser is signed in as ${signedIn.login}.</p>`}
      <form method="post" action="${action}">${buttons}</form>
      <p class="soft">
        This page belongs to the local sandbox. It is not Okta, knows these people only, and asks for no
        password.
      </p>`,
  );
}

/** A page that says one thing: an error, or that something is done. */
export function messagePage(
  title: string,
  message: string,
  details: readonly (readonly [string, string])[] = [],
): string {
  const rows = details.map(
    ([term, text]) =>
      html`<dt>${term}</dt>
        <dd><code>${text}</code></dd>`,
  );
  return page(
    title,
    html`<h1>${title}</h1>
      <p>${message}</p>
      ${rows.length === 0 ? nothing : html`<dl>${rows}</dl>`}`,
  );
}

/** Asks before it ends the session, since the request does not prove who sent it. */
export function signOutPage(action: string, signedIn: Person): string {
  return page(
    'Sign out',
    html`<h1>Sign out?</h1>
      <p>This browser is signed in as ${signedIn.login}.</p>
      <form method="post" action="${action}">
        <button type="submit" name="confirm" value="yes"><b>Sign out</b></button>
      </form>`,
  );
}

const remedies: Readonly<Record<string, string>> = {
  invalid_client:
    'The client ID is not registered at this Okta. Check the client ID in the settings of the application.',
  invalid_redirect_uri:
    'The redirect URI is not registered for this application. The native client takes http://127.0.0.1:{any port}/callback, the web client http://localhost:8501.',
  server_error: 'The sandbox failed. Its standard error says why.',
};

/** The page for an OAuth error that cannot be sent to the client. */
export function errorPage(out: ErrorOut): string {
  const remedy = remedies[out.error] ?? 'Start the sign-in again from the application.';
  return messagePage('Sign-in failed', remedy, [
    ['error', out.error],
    ['error_description', out.error_description ?? ''],
  ]);
}

/** Answers with a page. */
export function sendPage(
  context: Pick<KoaContextWithOIDC, 'status' | 'type' | 'set' | 'body'>,
  status: number,
  text: string,
): void {
  context.status = status;
  context.type = 'html';
  context.set(pageHeaders);
  context.body = text;
}
