import { StatementError } from '../statements/statementError.ts';

/** Why a way of asking was refused, where another way may still answer. */
export interface Refusal {
  /** For people, after the name of what was refused. */
  readonly reason: string;
  /** Redshift denied it to this person: an empty answer by another way is then no answer. */
  readonly denied: boolean;
  /** No statement can be run at all. */
  readonly noStatements: boolean;
}

const reasons: readonly { readonly text: RegExp; readonly reason: string; readonly denied: boolean }[] = [
  {
    text: /permission denied|must be (a )?(superuser|owner)|insufficient/i,
    reason: 'permission denied',
    denied: true,
  },
  {
    text: /syntax error|unrecognized (configuration )?parameter|\bsvv_\w+"? does not exist/i,
    reason: 'not known to this version of Redshift',
    denied: false,
  },
  { text: /not supported|unsupported|not implemented/i, reason: 'not supported here', denied: false },
  { text: /10[,.]?000/, reason: 'more than 10,000', denied: false },
];

/**
 * The refusal in an error, else undefined: after a cancel, a failed sign-in, a time-out or a name that does not
 * exist, another way of asking would fail as well or give a wrong answer.
 */
export function refusalIn(error: unknown): Refusal | undefined {
  if (!(error instanceof StatementError)) return undefined;
  if (/^AccessDenied(Exception)?$/.test(error.code)) {
    const [operation] = /^\w+(?=:)/.exec(error.message) ?? [];
    return { reason: `AWS denied ${operation ?? 'the call'}`, denied: false, noStatements: true };
  }
  if (error.code !== 'StatementFailed') return undefined;
  const found = reasons.find(({ text }) => text.test(error.message));
  return found && { reason: found.reason, denied: found.denied, noStatements: false };
}
