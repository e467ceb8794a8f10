import { AwsError } from '../awsError.ts';
import type { Statement, StatementRequest } from './statement.ts';

const retention = 8 * 3600 * 1000;

/** Statements by the client token of their caller, for eight hours: a request that comes again runs nothing again. */
export class ClientTokens {
  readonly #now: () => Date;
  readonly #known = new Map<string, { statement: Statement; request: string }>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /**
   * The statement that this caller started with this token.
   * @throws AwsError ValidationException where the token comes back with another request.
   */
  find(owner: string, token: string, request: StatementRequest): Statement | undefined {
    this.#forgetOld();
    const known = this.#known.get(keyOf(owner, token));
    if (known && known.request !== JSON.stringify(request)) {
      throw new AwsError(
        'ValidationException',
        'ClientToken was used before with other parameters. Use a new ClientToken for another statement.',
      );
    }
    return known?.statement;
  }

  remember(token: string, statement: Statement): void {
    const { owner, request } = statement;
    this.#known.set(keyOf(owner, token), { statement, request: JSON.stringify(request) });
  }

  #forgetOld(): void {
    const now = this.#now().getTime();
    for (const [key, { statement }] of this.#known) {
      if (now - statement.createdAt.getTime() > retention) this.#known.delete(key);
    }
  }
}

function keyOf(owner: string, token: string): string {
  return `${owner} ${token}`;
}
