import type { Site } from '../../core/identity/profile.ts';
import { dnsSuffixOf } from '../../core/identity/regions.ts';

/** Whether a Region's Data API answers from here, and how fast. */
export type Reach =
  /** `latency`: milliseconds for one round trip on a connection that is open. */
  { readonly reachable: true; readonly latency: number } | { readonly reachable: false };

/** Milliseconds for both requests together. */
const limit = 3_000;
/** Milliseconds. */
const keptFor = 15_000;

/** Asks Regions for a sign of life, without credentials: who asks is nobody's business before they choose. */
export class SiteReach {
  readonly #fetch: typeof fetch;
  readonly #now: () => number;
  readonly #measured = new Map<string, { readonly at: number; readonly reach: Promise<Reach> }>();

  /** @param now milliseconds, from any beginning */
  constructor(fetchHere: typeof fetch = fetch, now = () => performance.now()) {
    this.#fetch = fetchHere;
    this.#now = now;
  }

  /** Never rejects. The same answer for 15 seconds. */
  measure(site: Pick<Site, 'region' | 'endpoint'>): Promise<Reach> {
    const url = site.endpoint ?? `https://redshift-data.${site.region}.${dnsSuffixOf(site.region)}`;
    const known = this.#measured.get(url);
    if (known && this.#now() - known.at < keptFor) return known.reach;
    const reach = this.#ask(url);
    this.#measured.set(url, { at: this.#now(), reach });
    return reach;
  }

  async #ask(url: string): Promise<Reach> {
    const signal = AbortSignal.timeout(limit);
    // Any status is an answer: without a signature the Data API refuses, and that is all to be known here.
    const once = async () => {
      const response = await this.#fetch(url, { method: 'HEAD', redirect: 'manual', signal });
      await response.body?.cancel();
    };
    try {
      // The first request pays for name resolution and TLS, which a statement rarely does.
      await once();
      const from = this.#now();
      await once();
      return { reachable: true, latency: Math.max(1, Math.round(this.#now() - from)) };
    } catch {
      return { reachable: false };
    }
  }
}
