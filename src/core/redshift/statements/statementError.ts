import { Cancelled, networkFailure, networkRemedy, RedshiftIdentityError, safeCause } from '../../errors.ts';
import { statementRemedy } from './statementRemedies.ts';

export interface StatementErrorOptions {
  /** Name of the AWS exception, or `StatementFailed`, `StatementAborted`, `StatementUnclear`, `CancelUnclear`, `NetworkFailure`, `UnreadableResult`. */
  code: string;
  statementId?: string | undefined;
  /** 1-based character in the statement, as Redshift counts it. */
  position?: number | undefined;
  /** 1-based line in the statement. */
  line?: number | undefined;
  remedy?: string | undefined;
  cause?: unknown;
}

/** A statement did not do what was asked. Redshift's message may quote values of the statement: show it, log only `code` and `statementId`. */
export class StatementError extends RedshiftIdentityError {
  override readonly name = 'StatementError';
  readonly statementId: string | undefined;
  readonly position: number | undefined;
  readonly line: number | undefined;

  constructor(message: string, options: StatementErrorOptions) {
    super(message, { ...options, remedy: options.remedy ?? statementRemedy(options.code, message) });
    this.statementId = options.statementId;
    this.position = options.position;
    this.line = options.line;
  }
}

/** The person interrupted a statement. `endState` says how it ended, since one that had FINISHED has changed what it changes. */
export class StatementCancelled extends Cancelled {
  /** Absent where nothing was started. */
  readonly statementId: string | undefined;
  readonly endState: 'ABORTED' | 'FINISHED' | 'FAILED' | undefined;

  constructor(statementId?: string, endState?: 'ABORTED' | 'FINISHED' | 'FAILED') {
    super(
      endState === 'FINISHED'
        ? 'Interrupted, but the statement had finished already.'
        : statementId === undefined
          ? 'Interrupted before the statement was started.'
          : 'Interrupted; Redshift ended the statement.',
    );
    this.statementId = statementId;
    this.endState = endState;
  }
}

/** The error of a statement that ended as FAILED, from DescribeStatement's `Error`. */
export function failedStatement(statementId: string, text: string | undefined, sql: string): StatementError {
  const message = text?.trim() || 'Redshift gave no reason for the failure.';
  return new StatementError(message, { code: 'StatementFailed', statementId, ...errorPlace(message, sql) });
}

/** The error of a statement that ended as ABORTED without this window asking for it. */
export function abortedStatement(statementId: string): StatementError {
  return new StatementError('The statement was cancelled from outside this notebook.', {
    code: 'StatementAborted',
    statementId,
    remedy:
      'Another window, an administrator or a query monitoring rule ended it. Run it again if you need it.',
  });
}

/** The error of a statement whose end could not be seen. */
export function lostStatement(statementId: string, error: unknown): Error {
  const failure = callError(error, 'DescribeStatement', statementId);
  if (!isUnclear(error) || !(failure instanceof StatementError)) return failure;
  return new StatementError(`${failure.message} The statement may still be running.`, {
    code: failure.code,
    statementId,
    remedy: failure.remedy,
    cause: failure.cause,
  });
}

/** Where Redshift saw the error: `Position: 15`, or `line 2`. */
export function errorPlace(message: string, sql: string): { position?: number; line?: number } {
  const position = Number(/\bposition:?\s*(\d+)/i.exec(message)?.[1]);
  // PostgreSQL counts characters, not UTF-16 units.
  const characters = [...sql];
  if (position >= 1 && position <= characters.length + 1) {
    const before = characters.slice(0, position - 1).join('');
    return { position, line: before.split(/\r\n|\n|\r/).length };
  }
  const line = Number(/\bline:?\s+(\d+)/i.exec(message)?.[1]);
  return line >= 1 ? { line } : {};
}

/** Turns what a call of the Data API threw into something to say. Errors of the identity chain and cancels pass as they are. */
export function callError(error: unknown, operation: string, statementId?: string): Error {
  if (error instanceof RedshiftIdentityError || error instanceof Cancelled) return error;
  const safe = safeCause(error);
  const network = networkFailure(error);
  if (network !== undefined) {
    return new StatementError(network, {
      code: 'NetworkFailure',
      statementId,
      remedy: networkRemedy,
      cause: safe,
    });
  }
  // A refused signature comes with the signed headers, session token included, from the second line on.
  const [text = ''] = safe.message.split('\n');
  return new StatementError(`${operation}: ${safe.name}: ${text}`, { code: safe.name, statementId });
}

/** Whether the call may have been carried out although it threw: no answer, a server's fault, or half an answer. */
export function isUnclear(error: unknown): boolean {
  if (error instanceof RedshiftIdentityError || error instanceof Cancelled) return false;
  if (!(error instanceof Error) || error.name === 'CredentialsProviderError') return false;
  const code = 'code' in error ? error.code : undefined;
  // These fail before a byte was sent.
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') return false;
  const status = metadataNumber(error, 'httpStatusCode');
  return status === undefined || status < 300 || status >= 500;
}

/** Whether the SDK had sent the call before, and had no clear answer then. */
export function wasSentBefore(error: unknown): boolean {
  return (metadataNumber(error, 'attempts') ?? 1) > 1;
}

/** Whether the endpoint does not know long polling. */
export function refusesWaiting(error: unknown): boolean {
  return (
    error instanceof Error && error.name === 'ValidationException' && /WaitTimeSeconds/i.test(error.message)
  );
}

/** Identifier in an ExecuteStatementException, which AWS sends when a started statement met a fault. */
export function statementIdOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('StatementId' in error)) return undefined;
  return typeof error.StatementId === 'string' && error.StatementId !== '' ? error.StatementId : undefined;
}

/** Of the `$metadata` that the SDK gives its errors. */
function metadataNumber(error: unknown, name: 'httpStatusCode' | 'attempts'): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const value: unknown = Reflect.get(metadata, name);
  return typeof value === 'number' ? value : undefined;
}
