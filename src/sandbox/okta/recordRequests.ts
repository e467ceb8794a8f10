import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Next } from 'koa';
import { people } from '../directory.ts';
import type { RequestLog } from '../requestLog.ts';
import { oktaPaths } from './provider.ts';

const operations = new Map<string, string>([
  [oktaPaths.authorization, 'authorize'],
  [oktaPaths.token, 'token'],
  [oktaPaths.userinfo, 'userinfo'],
  [oktaPaths.introspection, 'introspect'],
  [oktaPaths.revocation, 'revoke'],
]);
const grantTypes: readonly unknown[] = ['authorization_code', 'refresh_token'];

/** Middleware that writes one entry for each call of an OAuth endpoint, once it is answered. */
export function recordRequests(provider: Provider, log: RequestLog) {
  const failures = new WeakMap<object, string>();
  const fail = (context: KoaContextWithOIDC, error: Error) => failures.set(context, error.message);
  provider.on('authorization.error', fail);
  provider.on('grant.error', fail);
  provider.on('introspection.error', fail);
  provider.on('revocation.error', fail);
  provider.on('userinfo.error', fail);
  provider.on('server_error', (context) => failures.set(context, 'server_error'));

  return async (context: KoaContextWithOIDC, next: Next): Promise<void> => {
    await next();
    const failure = failures.get(context);
    // What follows a sign-in is recorded as that sign-in, unless it fails.
    const resumed = context.path.startsWith(`${oktaPaths.authorization}/`) && failure !== undefined;
    const operation = operations.get(context.path) ?? (resumed ? 'authorize' : undefined);
    if (operation === undefined) return;
    const { params, entities } = context.oidc;
    const accountId = entities.Account?.accountId ?? entities.RefreshToken?.accountId;
    const grantType = params?.['grant_type'];
    log.record({
      service: 'okta',
      operation: operation === 'token' && grantTypes.includes(grantType) ? `token ${grantType}` : operation,
      region: '',
      principal: entities.Client?.clientId ?? '',
      onBehalfOf: people.find(({ oktaId }) => oktaId === accountId)?.login ?? '',
      result: failure ?? 'OK',
    });
  };
}
