import { Cancelled, RedshiftIdentityError, type ErrorOptionsForPeople } from '../../errors.ts';
import type { SqlRange } from './openStatement.ts';
import type { MetaCommand, SqlStatement } from './sqlText.ts';

/** Something of a cell's SQL that can't be sent. */
export class SqlTextError extends RedshiftIdentityError {
  override readonly name = 'SqlTextError';
  /** In the text of the cell. */
  readonly range: SqlRange;

  constructor(message: string, options: ErrorOptionsForPeople & { readonly range: SqlRange }) {
    super(message, options);
    this.range = options.range;
  }
}

/** A person was asked for the value of a parameter and gave none: the cell is interrupted. */
export class MissingParameter extends Cancelled {
  /** Of the parameter's first use, in the text of the cell. */
  readonly range: SqlRange;

  constructor(name: string, range: SqlRange) {
    super(`The parameter :${name} has no value.`);
    this.range = range;
  }
}

/** Where in its cell an error stands that was found before anything was sent. */
export function rangeOf(error: unknown): SqlRange | undefined {
  return error instanceof SqlTextError || error instanceof MissingParameter ? error.range : undefined;
}

/** @throws SqlTextError `UnterminatedStatement` where something is left open */
export function checkTerminated({ unterminated, opened, start, end }: SqlStatement): void {
  if (unterminated === undefined) return;
  throw new SqlTextError(`The statement ends inside a ${unterminated}.`, {
    code: 'UnterminatedStatement',
    remedy:
      unterminated === 'BEGIN block' ? 'Write END; where the block ends.' : `Close the ${unterminated}.`,
    range: opened ?? { start, end },
  });
}

/** @throws SqlTextError `UnendedStatement` where a line for RSQL stands inside a statement */
export function checkOutside({ insideStatement, name, line, start, end }: MetaCommand): void {
  if (!insideStatement) return;
  throw new SqlTextError(`\\${name} in line ${line + 1} stands inside a statement.`, {
    code: 'UnendedStatement',
    remedy: 'End the statement before it with a semicolon.',
    range: { start, end },
  });
}
