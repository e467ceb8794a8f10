import type { Site } from '../core/identity/profile.ts';
import type { CallQuotas } from '../core/redshift/statements/callQuotas.ts';
import { loadAws } from './loadAws.ts';

/** By AWS account and Region: everybody who is signed in here shares them. */
const quotas = new Map<string, CallQuotas>();

/** The Data API's quotas at a site. */
export async function quotasOf({ region, dataRoleArn, endpoint = '' }: Site): Promise<CallQuotas> {
  const { CallQuotas } = await loadAws();
  const [, , , , accountId = ''] = dataRoleArn.split(':');
  const key = JSON.stringify([endpoint, accountId, region]);
  const known = quotas.get(key) ?? new CallQuotas();
  quotas.set(key, known);
  return known;
}
