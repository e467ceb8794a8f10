import { unsupported } from './tokenCursor.ts';
import type { Token } from './sqlTokens.ts';
import type { TokenCursor } from './tokenCursor.ts';
import type { Translation } from './translation.ts';

/** Words at which a transaction begins or ends. */
export const transactionWords: readonly string[] = [
  'begin',
  'start',
  'commit',
  'end',
  'rollback',
  'abort',
  'savepoint',
  'release',
];

/** True for a statement that is about its transaction alone. */
export function isTransactionWord(token: Token | undefined): boolean {
  return token?.kind === 'word' && transactionWords.includes(token.value);
}

/** BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK and ABORT. Redshift has no savepoints, and neither has the sandbox. */
export function translateTransaction(cursor: TokenCursor): Translation {
  const at = cursor.take();
  const word = at.value;
  if (word === 'savepoint' || word === 'release') throw unsupported(word.toUpperCase(), at);
  if (word === 'start') cursor.expect('transaction');
  else cursor.takesOneOf('work', 'transaction');
  const begins = word === 'begin' || word === 'start';
  const readOnly = begins && takesModes(cursor);
  if (word === 'rollback' && cursor.sees('to')) throw unsupported('ROLLBACK TO a savepoint', cursor.next);
  if (cursor.sees('and')) throw unsupported(`${word.toUpperCase()} AND CHAIN`, cursor.next);
  cursor.end();
  const action = begins ? 'begin' : word === 'commit' || word === 'end' ? 'commit' : 'rollback';
  return { kind: 'transaction', action, readOnly, word, start: at.start };
}

/** Isolation levels, which Redshift takes and leaves as they are, and READ ONLY. */
function takesModes(cursor: TokenCursor): boolean {
  let readOnly = false;
  while (!cursor.done) {
    if (cursor.takes('isolation', 'level')) {
      const known =
        cursor.takes('serializable') ||
        cursor.takes('repeatable', 'read') ||
        cursor.takes('read', 'committed') ||
        cursor.takes('read', 'uncommitted');
      if (!known) throw cursor.syntaxError();
    } else if (cursor.takes('read', 'only')) readOnly = true;
    else if (cursor.takes('read', 'write')) readOnly = false;
    else throw cursor.syntaxError();
    cursor.takes(',');
  }
  return readOnly;
}
