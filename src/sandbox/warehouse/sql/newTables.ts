import { SqlError } from '../contract.ts';
import { quoteName } from './sqlTokens.ts';
import { isWord, unsupported } from './tokenCursor.ts';
import type { TemporaryScope } from './databaseNames.ts';
import type { Token } from './sqlTokens.ts';

/** What a statement does to data that outlives it. `temporary`: to temporary tables of its own session alone. */
export type Effect = 'reads' | 'temporary' | 'changes';

const temporaryWords = ['temp', 'temporary'];
/** Statements that change the one table whose name comes after these words. */
const leads: Readonly<Record<string, readonly string[]>> = {
  insert: ['insert', 'into'],
  update: ['update'],
  delete: ['delete', 'from'],
  truncate: ['truncate', 'table'],
  drop: ['drop', 'table', 'if', 'exists'],
  alter: ['alter', 'table'],
  analyze: ['analyze'],
  vacuum: ['vacuum'],
};

/** The new table of a statement: where its name is, and the words before it that say that it is temporary. */
interface NewTable {
  name: number;
  temporary: boolean;
  /** Indexes of LOCAL and TEMP. */
  words: readonly number[];
}

function newTableOf(tokens: readonly Token[]): NewTable | undefined {
  let at: number;
  if (isWord(tokens[0], 'create')) at = 1;
  else {
    const first = tokens.find((token) => !isWord(token, '('));
    if (!['select', 'with', 'values'].some((word) => isWord(first, word))) return undefined;
    // INTO is a reserved word: but for labels it stands nowhere else in a query.
    at = tokens.findIndex((token, index) => isWord(token, 'into') && !isLabel(tokens, index)) + 1;
    if (at === 0) return undefined;
  }
  const words: number[] = [];
  if (isWord(tokens[at], 'local')) words.push(at++);
  const declared = temporaryWords.some((word) => isWord(tokens[at], word));
  if (declared) words.push(at++);
  const isTable = isWord(tokens[at], 'table');
  if (isTable) at += 1;
  else if (isWord(tokens[0], 'create')) return undefined;
  for (const word of ['if', 'not', 'exists']) if (isTable && isWord(tokens[at], word)) at += 1;
  const name = tokens[at];
  if (name?.kind !== 'word' && name?.kind !== 'quoted') return undefined;
  return { name: at, temporary: declared || name.value.startsWith('#'), words };
}

/** True behind AS and behind a dot, where a reserved word is a name. AS can be such a name too. */
function isLabel(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return isWord(before, '.') || (isWord(before, 'as') && !isLabel(tokens, at - 1));
}

/** Name of the temporary table that a statement makes; undefined for any other statement. */
export function makesTemporaryTable(tokens: readonly Token[]): string | undefined {
  const table = newTableOf(tokens);
  return table?.temporary === true ? tokens[table.name]?.value : undefined;
}

/** New name of a temporary table in ALTER TABLE … RENAME TO; undefined for any other statement. */
export function renamesTemporaryTable(
  tokens: readonly Token[],
  tables: ReadonlySet<string>,
): string | undefined {
  const [alter, table, name, rename, to, next] = tokens;
  const renames = isWord(alter, 'alter') && isWord(table, 'table') && isWord(rename, 'rename');
  return renames && isWord(to, 'to') && tables.has(name?.value ?? '') ? next?.value : undefined;
}

/**
 * Writes the schema of a new table out: that of the session's temporary tables, or that of the search path which
 * they come before. Outside of a session PostgreSQL has a place of its own for temporary tables.
 * @throws SqlError
 */
export function placeNewTable(
  tokens: readonly Token[],
  temporary: TemporaryScope | undefined,
): readonly Token[] {
  const table = newTableOf(tokens);
  const makesView = isWord(tokens[0], 'create') && tokens.slice(1, 4).some((token) => isWord(token, 'view'));
  const stray = makesView && tokens.find(({ value }) => temporary?.tables.has(value));
  if (stray) throw unsupported('a view of a temporary table', stray);
  const name = table && tokens[table.name];
  if (!table || !name) return tokens;
  const qualified = isWord(tokens[table.name + 1], '.');
  if (table.temporary && qualified) {
    throw new SqlError(
      'ERROR: cannot create temporary relation in non-temporary schema',
      '42P16',
      name.start + 1,
    );
  }
  if (qualified || (!temporary && table.words.length > 0)) return tokens;
  if (!temporary) {
    if (!table.temporary) return tokens;
    const word = isWord(tokens[0], 'create') ? 1 : table.name;
    return [
      ...tokens.slice(0, word),
      { ...name, kind: 'word', text: 'temp', value: 'temp' },
      ...tokens.slice(word),
    ];
  }
  const schema = table.temporary ? temporary.schema : temporary.creation;
  if (schema === undefined) {
    if (!tokens.some(({ value }) => temporary.tables.has(value))) return tokens;
    throw new SqlError('ERROR: no schema has been selected to create in', '3F000', name.start + 1);
  }
  const placed: Token[] = [
    { ...name, kind: 'quoted', text: quoteName(schema), value: schema },
    { ...name, kind: 'punctuation', text: '.', value: '.' },
  ];
  return tokens.flatMap((token, at) =>
    table.words.includes(at) ? [] : at === table.name ? [...placed, token] : [token],
  );
}

/** @param tables names of the session's temporary tables */
export function effectOf(tokens: readonly Token[], tables: ReadonlySet<string>): Effect {
  const first = tokens.find((token) => !isWord(token, '('));
  const word = first?.kind === 'word' ? first.value : '';
  const table = newTableOf(tokens);
  if (table) return table.temporary ? 'temporary' : 'changes';
  if (['select', 'with', 'values', 'explain', 'show', 'set', 'reset', 'use'].includes(word)) return 'reads';
  const lead = Object.hasOwn(leads, word) ? leads[word] : undefined;
  if (!lead) return 'changes';
  const at = tokens.findIndex((token) => token.kind !== 'word' || !lead.includes(token.value));
  const [name, after] = [tokens[at], tokens[at + 1]];
  const only = name !== undefined && tables.has(name.value) && !isWord(after, '.') && !isWord(after, ',');
  return only ? 'temporary' : 'changes';
}

/** Words whose value is that of the whole transaction, and would be another in one that begins again. */
const transactionClock = new Set(
  'sysdate now current_timestamp current_time localtime localtimestamp transaction_timestamp'.split(' '),
);

export function asksTransactionClock(tokens: readonly Token[]): boolean {
  return tokens.some(({ kind, value }) => kind === 'word' && transactionClock.has(value));
}
