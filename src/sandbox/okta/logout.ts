import type { KeyObject } from 'node:crypto';
import { compactVerify } from 'jose';
import type { Provider } from 'oidc-provider';
import type { Context } from 'koa';
import { people } from '../directory.ts';
import type { Person } from '../directory.ts';
import type { RequestLog } from '../requestLog.ts';
import { allowsSignOutRedirect, findClient } from './clients.ts';
import { readForm } from './form.ts';
import { messagePage, sendPage, signOutPage } from './pages.ts';

/** Whose ID token the hint is, and of which client. */
interface Hint {
  person: Person;
  clientId: string;
}

/**
 * OpenID Connect RP-Initiated Logout 1.0, as Okta has it: a valid `id_token_hint`
 * ends that person's session at once; without one the page asks first. Refresh tokens live on.
 */
export async function answerLogout(
  provider: Provider,
  publicKey: KeyObject,
  log: RequestLog,
  context: Context,
): Promise<void> {
  const posted = context.method === 'POST' ? await readForm(context) : undefined;
  const parameters = posted ?? new URLSearchParams(context.querystring);
  const session = await provider.Session.get(context);
  const signedIn = people.find(({ oktaId }) => oktaId === session.accountId);

  const token = parameters.get('id_token_hint');
  const hint = token === null ? undefined : await readHint(token, publicKey);
  const record = (result: string) => {
    const onBehalfOf = hint?.person.login ?? signedIn?.login ?? '';
    log.record({
      service: 'okta',
      operation: 'logout',
      region: '',
      principal: hint?.clientId ?? '',
      onBehalfOf,
      result,
    });
  };
  const refuse = (message: string) => {
    record('invalid_request');
    sendPage(context, 400, messagePage('Sign-out failed', message));
  };

  if (token !== null && hint === undefined) {
    return refuse('The id_token_hint is not an ID token of this Okta. Send the one that the sign-in gave.');
  }
  const target = parameters.get('post_logout_redirect_uri');
  const client = findClient(hint?.clientId ?? parameters.get('client_id'));
  if (target !== null && (client === undefined || !allowsSignOutRedirect(client, target))) {
    return refuse('The post_logout_redirect_uri is not registered for this application.');
  }
  if (hint === undefined && signedIn !== undefined && posted?.get('confirm') !== 'yes') {
    return sendPage(context, 200, signOutPage(context.url, signedIn));
  }

  // Somebody else's session in this browser is not this client's to end.
  if (signedIn !== undefined && (hint === undefined || hint.person === signedIn)) await session.destroy();
  record('OK');
  if (target === null) {
    return sendPage(context, 200, messagePage('You are signed out', 'You can close this page.'));
  }
  const location = new URL(target);
  const state = parameters.get('state');
  if (state !== null) location.searchParams.set('state', state);
  context.status = 303;
  context.redirect(location.href);
}

/** An expired ID token is good enough: it only says whose session is meant. The key signs for this issuer alone. */
async function readHint(token: string, publicKey: KeyObject): Promise<Hint | undefined> {
  try {
    const { payload } = await compactVerify(token, publicKey, { algorithms: ['RS256'] });
    const claims = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    const person = people.find(({ oktaId }) => oktaId === claims['sub']);
    const client = findClient(claims['aud']);
    if (person === undefined || client === undefined) return undefined;
    return { person, clientId: client.clientId };
  } catch {
    return undefined;
  }
}
