import { readToken, type SqlToken } from './sqlTokens.ts';

export interface StatementKind {
  /** The word that says what it does, in upper case: `SELECT`, `INSERT`; of `WITH … INSERT`, `INSERT`. */
  readonly verb: string;
  /** Whether it does nothing but read. Where that isn't certain, false. */
  readonly reads: boolean;
}

const readers = new Set(['SELECT', 'VALUES', 'SHOW', 'EXPLAIN', 'DESC', 'DESCRIBE']);
const writers = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);
/** Functions of a SELECT that act on sessions. */
const acting = new Set(['PG_CANCEL_BACKEND', 'PG_TERMINATE_BACKEND', 'SET_CONFIG']);

/** What one statement does, by its words: SELECT INTO writes a table, EXPLAIN runs nothing, and WITH may lead to an INSERT. */
export function statementKind(sql: string): StatementKind {
  const words = wordsOf(sql);
  const verb = verbOf(words);
  return {
    verb,
    reads: readers.has(verb) && !(verb === 'EXPLAIN' ? runsWhatItExplains(words) : writes(words)),
  };
}

const silent: ReadonlySet<SqlToken['kind']> = new Set(['space', 'comment', 'string', 'parameter']);

/** Words in upper case, and each other sign by itself; quoted names as `"`. Without strings, blanks and comments. */
function wordsOf(sql: string): string[] {
  const words: string[] = [];
  for (let offset = 0; offset < sql.length;) {
    const { kind, start, end } = readToken(sql, offset);
    if (!silent.has(kind)) words.push(sql[start] === '"' ? '"' : sql.slice(start, end).toUpperCase());
    offset = end;
  }
  return words;
}

/** The first word that is no bracket; behind WITH, that of the statement that follows the named queries. */
function verbOf(words: readonly string[]): string {
  const first = words.findIndex((word) => word !== '(');
  if (words[first] !== 'WITH') return words[first] ?? '';
  let depth = 0;
  for (const [index, word] of words.entries()) {
    if (index <= first) continue;
    if (word === '(') depth++;
    else if (word === ')') depth--;
    // A named query ends with a bracket; no comma behind it, so the statement itself begins.
    else if (depth === 0 && words[index - 1] === ')' && word !== ',' && word !== 'AS') return word;
    // As it does where it stands in brackets.
    if (depth === 1 && word === '(' && words[index - 1] === ')') return words[index + 1] ?? '';
  }
  return 'WITH';
}

/** Whether a query writes a table or holds something that changes rows or acts. */
function writes(words: readonly string[]): boolean {
  return words.some(
    (word, index) => word === 'INTO' || acting.has(word) || (writers.has(word) && words[index - 1] === '('),
  );
}

/** Redshift's EXPLAIN only plans; ANALYZE, which others have, would run the statement. */
function runsWhatItExplains(words: readonly string[]): boolean {
  const at = words.indexOf('EXPLAIN');
  return words.slice(at + 1, at + 3).some((word) => word === 'ANALYZE' || word === 'ANALYSE' || word === '(');
}
