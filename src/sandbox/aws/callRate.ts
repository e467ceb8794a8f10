import { AwsError } from './awsError.ts';

/** Calls a second that the Data API takes of each operation, for an account and Region. */
export type CallsPerSecond = Readonly<Record<string, number>>;

/** As Amazon Redshift's quotas have them; ListSessions and GetStatementResultV2, which they leave out, as their like. */
export const dataApiCallsPerSecond: CallsPerSecond = {
  BatchExecuteStatement: 20,
  CancelStatement: 3,
  DescribeStatement: 100,
  DescribeTable: 3,
  ExecuteStatement: 30,
  GetStatementResult: 20,
  GetStatementResultV2: 20,
  ListDatabases: 3,
  ListSchemas: 3,
  ListSessions: 3,
  ListStatements: 3,
  ListTables: 3,
};

/** Of a call: how much of it may be missing. Calls come a little sooner or later than they were sent. */
const tolerance = 0.5;

/** A bucket of tokens for each operation, account and Region: full at first, filled again evenly. */
export class CallRate {
  readonly #perSecond: CallsPerSecond;
  readonly #now: () => Date;
  readonly #buckets = new Map<string, { tokens: number; filledAt: number }>();

  /** @param perSecond operations that it leaves out take any number of calls. */
  constructor(perSecond: CallsPerSecond, now: () => Date) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /**
   * Counts a call; one that is refused does not count.
   * @throws AwsError ThrottlingException
   */
  take(operation: string, place: { account: string; region: string }): void {
    const perSecond = this.#perSecond[operation];
    if (perSecond === undefined) return;
    const key = `${operation} ${place.account} ${place.region}`;
    const now = this.#now().getTime();
    const bucket = this.#buckets.get(key) ?? { tokens: perSecond, filledAt: now };
    this.#buckets.set(key, bucket);
    bucket.tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    if (bucket.tokens < 1 - tolerance) throw new AwsError('ThrottlingException', 'Rate exceeded');
    bucket.tokens -= 1;
  }
}
