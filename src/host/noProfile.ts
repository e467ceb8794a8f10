import { RedshiftIdentityError } from '../core/errors.ts';

/** There is nothing to sign in to or to run with. */
export function noProfile(message = 'There is no profile of an organization yet.'): RedshiftIdentityError {
  return new RedshiftIdentityError(message, {
    code: 'NoProfile',
    remedy: 'Add one in the setting redshiftIdentity.profiles, or run Redshift Identity: Try the Sandbox.',
  });
}
