/** What happens to a call instead of, before or after what should. */
export type Fault =
  /** The call is answered with this error and not carried out. */
  | { error: string; status: number; message: string }
  /** The connection is closed: `drop` before the call is carried out, `dropAfter` instead of its answer. */
  | 'drop'
  | 'dropAfter'
  /** The credentials of the call are expired, for it and for every one after. */
  | 'expireCredentials'
  | { delayMilliseconds: number }
  /** Of ExecuteStatement and BatchExecuteStatement: the statement stays STARTED so long before the warehouse gets it. */
  | { statementSeconds: number }
  /** Of ExecuteStatement: the statement fails as one does whose result is over the service's 500 MB, above so many bytes. */
  | { resultBytes: number };

export interface FaultRule {
  /** Of any service; `*` for every one. */
  operation: string;
  /** Region that the call is signed for; any if not given, also of calls that nobody signs. */
  region?: string;
  /** Matching calls that are met; all if not given. */
  times?: number;
  /** Matching calls that go well before; none if not given. */
  after?: number;
  fault: Fault;
}

/** A rule and how many matching calls there were since it was set. */
export type CountedRule = FaultRule & { calls: number };

/** Faults on request. */
export class Faults {
  #rules: CountedRule[] = [];

  get rules(): readonly CountedRule[] {
    return this.#rules;
  }

  /** Replaces every rule. */
  set(rules: readonly FaultRule[]): void {
    this.#rules = rules.map((rule) => ({ ...rule, calls: 0 }));
  }

  /** Counts a call and gives what meets it. */
  meet(operation: string, region: string): readonly Fault[] {
    const matching = this.#rules.filter(
      (rule) =>
        (rule.operation === '*' || rule.operation === operation) &&
        (rule.region === undefined || rule.region === region),
    );
    return matching.flatMap((rule) => {
      const { after = 0, times = Number.POSITIVE_INFINITY, fault } = rule;
      rule.calls++;
      return rule.calls > after && rule.calls <= after + times ? [fault] : [];
    });
  }
}
