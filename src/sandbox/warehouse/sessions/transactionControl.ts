import { SqlError } from '../contract.ts';
import { isTransactionWord, transactionWords } from '../sql/transactionWords.ts';
import { readStatement, translate } from '../sql/translate.ts';
import type { PersonsStatement } from '../session.ts';
import type { Translation } from '../sql/translation.ts';

const mentioned = new RegExp(`\\b(?:${transactionWords.join('|')})\\b`, 'i');

/**
 * What a statement does to its transaction alone; undefined for any other statement.
 * @throws SqlError
 */
export function controlOf({
  sql,
  parameters,
}: PersonsStatement): (Translation & { kind: 'transaction' }) | undefined {
  if (!mentioned.test(sql)) return undefined;
  const tokens = readStatement(sql);
  if (!isTransactionWord(tokens[0])) return undefined;
  const translation = translate(tokens);
  if (translation.kind !== 'transaction' || parameters.length > 0) {
    throw new SqlError('ERROR: a statement about a transaction has no parameters', '42601');
  }
  return translation;
}

/** What Redshift doesn't do within a transaction block. */
export function checkInTransaction(word: string, refusedAsReadOnly: boolean): void {
  if (word === 'vacuum') throw new SqlError('ERROR: VACUUM cannot run inside a transaction block', '25001');
  if (refusedAsReadOnly) throw new SqlError('ERROR: transaction is read-only', '25006');
}

/** A statement in a transaction that can only end any more. */
export function aborted(): SqlError {
  return new SqlError(
    'ERROR: current transaction is aborted, commands ignored until end of transaction block',
    '25P02',
  );
}

export function inBatch(word: string, start: number): SqlError {
  return new SqlError(
    `ERROR: ${word.toUpperCase()} inside a batch that is one transaction: leave it out, or run the batch with ExecutionMode AUTO_COMMIT`,
    '25001',
    start + 1,
  );
}

/** Redshift's word for two transactions that no order of theirs explains. */
export function conflict(): SqlError {
  return new SqlError(
    'ERROR: 1023 DETAIL: Serializable isolation violation on table data that another session changed, or on a value that changes by itself: roll back, and run the transaction again',
    '40001',
  );
}
