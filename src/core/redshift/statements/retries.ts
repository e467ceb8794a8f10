import type { RedshiftDataClientConfig } from '@aws-sdk/client-redshift-data';

/** Times that a call is sent at most. */
const attempts = 5;
/** Milliseconds. */
const firstDelay = 100;
const longestDelay = 5_000;

type RetryStrategy = Exclude<
  NonNullable<RedshiftDataClientConfig['retryStrategy']>,
  { retry: unknown } | { mode: string }
>;
type RetryToken = Awaited<ReturnType<RetryStrategy['acquireInitialRetryToken']>>;

/**
 * Retries of the SDK: broken connections and faults of the service, with pauses that double, spread at random.
 * Throttling is left to the quotas, which pause all calls of the operation and can say so.
 * @param random from 0 to 1
 */
export function faultRetries(random: () => number = Math.random): RetryStrategy {
  const token = (count: number): RetryToken => ({
    getRetryCount: () => count,
    getRetryDelay: () =>
      count === 0 ? 0 : Math.min(longestDelay, firstDelay * 2 ** count) * (0.5 + random() / 2),
  });
  return {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (used, { errorType }) => {
      const count = used.getRetryCount() + 1;
      const isFault = errorType === 'TRANSIENT' || errorType === 'SERVER_ERROR';
      if (!isFault || count >= attempts) throw new Error('This call is not sent again.');
      return token(count);
    },
    recordSuccess: () => undefined,
  };
}
