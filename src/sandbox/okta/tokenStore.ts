import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Stored {
  payload: AdapterPayload;
  /** Milliseconds since the epoch; `Infinity` for what never ends by itself. */
  expiresAt: number;
  /** Milliseconds since the epoch, set at the first use of a token that is good for one. */
  consumedAt?: number;
}

export interface TokenStoreOptions {
  /** Milliseconds in which a refresh token that was already exchanged still works. */
  graceMs: number;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** Sessions, grants and tokens of one kind, in memory, for as long as the sandbox runs. */
export class TokenStore implements Adapter {
  readonly #stored = new Map<string, Stored>();
  readonly #kind: string;
  readonly #options: TokenStoreOptions;

  constructor(kind: string, options: TokenStoreOptions) {
    this.#kind = kind;
    this.#options = options;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    this.#dropExpired();
    const expiresAt = expiresIn === undefined ? Infinity : this.#options.now() + expiresIn * 1000;
    this.#stored.set(id, { payload, expiresAt });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const stored = this.#stored.get(id);
    if (stored === undefined || stored.expiresAt <= this.#options.now()) return undefined;
    if (stored.consumedAt === undefined || this.#isInGrace(stored.consumedAt)) return stored.payload;
    return { ...stored.payload, consumed: Math.floor(stored.consumedAt / 1000) };
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    for (const [id, { payload }] of this.#stored) if (payload.uid === uid) return this.find(id);
    return undefined;
  }

  async findByUserCode(): Promise<undefined> {}

  async consume(id: string): Promise<void> {
    const stored = this.#stored.get(id);
    // The first use counts: a second one within the grace period does not extend it.
    if (stored !== undefined) stored.consumedAt ??= this.#options.now();
  }

  async destroy(id: string): Promise<void> {
    this.#stored.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.#stored) if (payload.grantId === grantId) this.#stored.delete(id);
  }

  // Only refresh tokens have Okta's grace period; a code is good for one use.
  #isInGrace(consumedAt: number): boolean {
    return this.#kind === 'RefreshToken' && this.#options.now() - consumedAt < this.#options.graceMs;
  }

  #dropExpired(): void {
    const now = this.#options.now();
    for (const [id, { expiresAt }] of this.#stored) if (expiresAt <= now) this.#stored.delete(id);
  }
}
