import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import type { ChainStore, StoredSession } from '../../core/identity/identityChain.ts';
import type { Site } from '../../core/identity/profile.ts';
import { sharedSecret } from './secretList.ts';

/** Identity-enhanced sessions in SecretStorage: a reloaded window, or another one, goes on without an exchange. */
export function chainStore(context: vscode.ExtensionContext, accountId: string, site: Site): ChainStore {
  return sharedSecret<StoredSession>(context, secretKey(accountId, site));
}

/** Drops the stored session of an account that signed out. */
export async function forgetCredentials(
  context: vscode.ExtensionContext,
  accountId: string,
  site: Site,
): Promise<void> {
  await context.secrets.delete(secretKey(accountId, site));
}

function secretKey(accountId: string, site: Site): string {
  const what = [site.region, site.applicationArn, site.dataRoleArn].join('\n');
  return `credentials.${accountId}.${createHash('sha256').update(what).digest('hex').slice(0, 16)}`;
}
