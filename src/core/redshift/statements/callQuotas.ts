import { Cancelled } from '../../errors.ts';
import { systemClock, type QuotaWait, type StatementClock } from './statementContract.ts';

/**
 * Calls a second that the Data API allows each operation, for an account in a Region; everybody in the account shares
 * them. As Amazon Redshift's quotas have it; GetStatementResultV2, which they leave out, as GetStatementResult.
 */
export const dataApiQuotas: Readonly<Record<string, number>> = {
  ExecuteStatement: 30,
  BatchExecuteStatement: 20,
  DescribeStatement: 100,
  GetStatementResult: 20,
  GetStatementResultV2: 20,
  CancelStatement: 3,
  DescribeTable: 3,
  ListDatabases: 3,
  ListSchemas: 3,
  ListSessions: 3,
  ListStatements: 3,
  ListTables: 3,
};

/** Milliseconds of the first pause after a throttled call; each further one doubles it, up to `longestPause`. */
const firstPause = 500;
const longestPause = 20_000;
/** Shorter waits are not worth a line. */
const worthTelling = 300;

export interface QuotaOptions {
  readonly signal?: AbortSignal | undefined;
  onQuota?(wait: QuotaWait | undefined): void;
}

/** A token bucket for each operation of the Data API; one of these for each account and Region. */
export class CallQuotas {
  readonly #clock: StatementClock;
  readonly #random: () => number;
  readonly #perSecond: Readonly<Record<string, number>>;
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    options: {
      readonly clock?: StatementClock;
      /** From 0 to 1; spreads the pauses of callers that were throttled together. */
      readonly random?: () => number;
      readonly perSecond?: Readonly<Record<string, number>>;
    } = {},
  ) {
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#perSecond = options.perSecond ?? dataApiQuotas;
  }

  /**
   * Waits until the operation may be called, in the order of asking.
   * @throws Cancelled where the signal aborts first
   */
  async take(operation: string, { signal, onQuota }: QuotaOptions = {}): Promise<void> {
    const perSecond = this.#perSecond[operation];
    if (perSecond === undefined) return;
    const bucket = this.#bucket(operation, perSecond);
    const turn = bucket.last.then(() =>
      this.#waitForToken(bucket, { operation, perSecond }, signal, onQuota),
    );
    // Whoever comes next waits for this turn, not for its success.
    bucket.last = turn.catch(() => undefined);
    await turn;
  }

  /** Says that a call was throttled: the operation pauses, with jitter, longer each time until one succeeds. */
  throttled(operation: string): void {
    const bucket = this.#bucket(operation, this.#perSecond[operation] ?? 1);
    const pause = Math.min(longestPause, firstPause * 2 ** bucket.throttledInRow++);
    bucket.tokens = 0;
    bucket.pausedUntil = Math.max(bucket.pausedUntil, this.#clock.now() + pause * (0.5 + this.#random() / 2));
  }

  succeeded(operation: string): void {
    const bucket = this.#buckets.get(operation);
    if (bucket) bucket.throttledInRow = 0;
  }

  #bucket(operation: string, perSecond: number): Bucket {
    let bucket = this.#buckets.get(operation);
    if (!bucket) {
      const filledAt = this.#clock.now();
      bucket = { tokens: perSecond, filledAt, pausedUntil: 0, throttledInRow: 0, last: Promise.resolve() };
      this.#buckets.set(operation, bucket);
    }
    return bucket;
  }

  async #waitForToken(
    bucket: Bucket,
    wait: QuotaWait,
    signal: AbortSignal | undefined,
    onQuota: QuotaOptions['onQuota'],
  ): Promise<void> {
    let told = false;
    try {
      for (;;) {
        if (signal?.aborted) throw new Cancelled();
        const ms = this.#msToToken(bucket, wait.perSecond);
        if (ms <= 0) break;
        if (!told && ms >= worthTelling) {
          told = true;
          onQuota?.(wait);
        }
        await this.#clock.sleep(ms, signal);
      }
      bucket.tokens -= 1;
    } finally {
      if (told) onQuota?.(undefined);
    }
  }

  #msToToken(bucket: Bucket, perSecond: number): number {
    const now = this.#clock.now();
    bucket.tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    const toToken = bucket.tokens >= 1 ? 0 : Math.ceil(((1 - bucket.tokens) / perSecond) * 1000);
    return Math.max(toToken, bucket.pausedUntil - now);
  }
}

interface Bucket {
  tokens: number;
  /** Milliseconds, of the clock. */
  filledAt: number;
  pausedUntil: number;
  throttledInRow: number;
  /** Ends with the turn of whoever asked last. */
  last: Promise<void>;
}
