import { AwsError } from './awsError.ts';

/** Calls a second that an operation takes for each account and Region. */
export class CallRate {
  readonly #perSecond: number;
  readonly #now: () => Date;
  /** Times of the calls of the last second, oldest first. */
  readonly #calls = new Map<string, number[]>();

  constructor(perSecond: number, now: () => Date) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /**
   * Counts a call; one that is refused does not count.
   * @throws AwsError ThrottlingException
   */
  take(key: string): void {
    const now = this.#now().getTime();
    const recent = (this.#calls.get(key) ?? []).filter((time) => time > now - 1000);
    this.#calls.set(key, recent);
    if (recent.length >= this.#perSecond) throw new AwsError('ThrottlingException', 'Rate exceeded');
    recent.push(now);
  }
}
