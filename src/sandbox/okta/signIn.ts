import type { Provider } from 'oidc-provider';
import type { Context } from 'koa';
import { people } from '../directory.ts';
import type { RequestLog } from '../requestLog.ts';
import { findClient } from './clients.ts';
import { readForm } from './form.ts';
import { errors } from './library.ts';
import { messagePage, sendPage, signInPage } from './pages.ts';

/** Shows the people, and signs in the one whose button was pressed. */
export async function answerSignIn(provider: Provider, log: RequestLog, context: Context): Promise<void> {
  const interaction = await provider.interactionDetails(context.req, context.res).catch((error: unknown) => {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  });
  if (interaction === undefined) {
    const message =
      'It was used already, is over an hour old, or was opened in another browser. Start the sign-in again.';
    return sendPage(context, 400, messagePage('This sign-in page has expired', message));
  }

  const clientId = String(interaction.params.client_id);
  if (context.method !== 'POST') {
    const loginHint = interaction.params.login_hint;
    const text = signInPage({
      action: context.path,
      clientName: findClient(clientId)?.name ?? clientId,
      people,
      signedIn: people.find(({ oktaId }) => oktaId === interaction.session?.accountId),
      loginHint: typeof loginHint === 'string' ? loginHint : undefined,
    });
    return sendPage(context, 200, text);
  }

  const login = (await readForm(context)).get('login');
  const person = people.find((candidate) => candidate.login === login);
  const entry = { service: 'okta', operation: 'sign-in', region: '', principal: clientId };
  if (person === undefined) {
    log.record({ ...entry, onBehalfOf: '', result: 'invalid_login' });
    const names = people.map((candidate) => candidate.login).join(', ');
    const message = `The sandbox's Okta knows ${names}. Go back and choose one of them.`;
    return sendPage(context, 400, messagePage('Nobody of that name', message));
  }
  const result = { login: { accountId: person.oktaId, amr: ['pwd'] } };
  const location = await provider.interactionResult(context.req, context.res, result, {
    mergeWithLastSubmission: false,
  });
  await leaveOtherAccount(provider, context, person.oktaId);
  log.record({ ...entry, onBehalfOf: person.login, result: 'OK' });
  context.status = 303;
  context.redirect(location);
}

// The library would change accounts by a page that needs JavaScript, and revoke the first person's tokens.
async function leaveOtherAccount(provider: Provider, context: Context, accountId: string): Promise<void> {
  const session = await provider.Session.get(context);
  if (session.accountId === undefined || session.accountId === accountId) return;
  session.accountId = undefined;
  session.authorizations = undefined;
  await session.persist();
}
