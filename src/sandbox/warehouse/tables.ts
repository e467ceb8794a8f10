import { columnTypeOf } from './typeNames.ts';
import { rewriteQuery } from './queryRewrite.ts';
import { quoteName } from './sqlTokens.ts';
import { TokenCursor, isWord, splitAtCommas, unsupported } from './tokenCursor.ts';
import type { Token } from './sqlTokens.ts';
import type { QualifiedName } from './tokenCursor.ts';

type Piece = Token | string;

/** CREATE TABLE and CREATE TABLE AS, from the word after CREATE. What places rows on Redshift's nodes has no meaning here. */
export function translateCreateTable(cursor: TokenCursor): Piece[] {
  cursor.takes('local');
  const temporary = cursor.takesOneOf('temp', 'temporary') ? 'TEMPORARY ' : '';
  cursor.expect('table');
  const guard = cursor.takes('if', 'not', 'exists') ? 'IF NOT EXISTS ' : '';
  const table = cursor.qualifiedName();
  const head = `CREATE ${temporary}TABLE ${guard}${table.text}`;
  const elements = cursor.sees('(') ? cursor.parenthesised() : undefined;
  takesPlacement(cursor);
  if (cursor.takes('as')) {
    const query = cursor.rest();
    const names = elements && new TokenCursor(elements);
    const columns = names ? `(${names.names().map(quoteName).join(', ')})` : '';
    names?.end();
    return [head, columns, 'AS', ...rewriteQuery(query)];
  }
  cursor.end();
  if (!elements) throw cursor.syntaxError();
  return [head, '(', ...translateElements(elements), ')'];
}

/** DISTSTYLE, DISTKEY, SORTKEY, ENCODE AUTO, BACKUP after the columns. */
function takesPlacement(cursor: TokenCursor): void {
  for (;;) {
    if (cursor.takes('diststyle')) {
      if (!cursor.takesOneOf('auto', 'even', 'key', 'all')) throw cursor.syntaxError();
    } else if (cursor.takes('distkey')) cursor.parenthesised();
    else if (cursor.takes('sortkey', 'auto')) continue;
    else if (cursor.takes('sortkey')) cursor.parenthesised();
    else if (cursor.takesOneOf('compound', 'interleaved')) {
      cursor.expect('sortkey');
      cursor.parenthesised();
    } else if (cursor.takes('encode')) cursor.expect('auto');
    else if (cursor.takes('backup')) {
      if (!cursor.takesOneOf('yes', 'no')) throw cursor.syntaxError();
    } else return;
  }
}

/**
 * Columns and table constraints. Redshift keeps PRIMARY KEY, UNIQUE and FOREIGN KEY as hints for its planner
 * and enforces only that a primary key is not null; so do we.
 */
function translateElements(elements: readonly Token[]): Piece[] {
  const columns: { name: string; pieces: Piece[] }[] = [];
  const others: Piece[][] = [];
  const notNull: string[] = [];
  for (const element of splitAtCommas(elements)) {
    const cursor = new TokenCursor(element);
    if (cursor.takes('constraint')) cursor.name();
    if (cursor.takes('primary', 'key')) {
      notNull.push(...namesOf(cursor));
      cursor.end();
    } else if (cursor.takes('unique')) {
      namesOf(cursor);
      cursor.end();
    } else if (cursor.takes('foreign', 'key')) {
      namesOf(cursor);
      takesReferences(cursor);
      cursor.end();
    } else if (cursor.sees('check')) throw unsupported('CHECK', cursor.next);
    else if (cursor.takes('like')) {
      const parent = cursor.qualifiedName();
      const defaults = cursor.takesOneOf('including', 'excluding');
      if (defaults) cursor.expect('defaults');
      cursor.end();
      others.push([`LIKE ${parent.text} ${defaults ? `${defaults.toUpperCase()} DEFAULTS` : ''}`]);
    } else {
      const name = cursor.name();
      columns.push({ name, pieces: translateColumn(cursor, name) });
    }
  }
  for (const name of notNull) columns.find((column) => column.name === name)?.pieces.push('NOT NULL');
  return [...columns.map(({ pieces }) => pieces), ...others].flatMap((pieces, at) =>
    at === 0 ? pieces : [',', ...pieces],
  );
}

function namesOf(cursor: TokenCursor): string[] {
  const inner = new TokenCursor(cursor.parenthesised());
  const names = inner.names();
  inner.end();
  return names;
}

function takesReferences(cursor: TokenCursor): void {
  cursor.expect('references');
  cursor.qualifiedName();
  if (cursor.sees('(')) namesOf(cursor);
}

const columnWords = [
  'default',
  'generated',
  'identity',
  'encode',
  'distkey',
  'sortkey',
  'not',
  'null',
  'unique',
  'primary',
  'references',
  'collate',
  'check',
  'constraint',
];

function translateColumn(cursor: TokenCursor, name: string): Piece[] {
  const rest = cursor.rest();
  if (rest.length === 0) throw cursor.syntaxError();
  const type = columnTypeOf(rest, 0);
  const pieces: Piece[] = [quoteName(name), ...type.pieces];
  const attributes = new TokenCursor(rest.slice(type.end));
  while (!attributes.done) {
    if (attributes.takes('not', 'null')) pieces.push('NOT NULL');
    else if (attributes.takes('null')) pieces.push('NULL');
    else if (attributes.takes('primary', 'key')) pieces.push('NOT NULL');
    else if (attributes.takesOneOf('unique', 'distkey', 'sortkey')) continue;
    else if (attributes.takes('encode')) attributes.name();
    else if (attributes.sees('references')) takesReferences(attributes);
    else if (attributes.takes('identity')) pieces.push(identityOf(attributes, 'ALWAYS'));
    else if (attributes.takes('generated', 'by', 'default', 'as', 'identity')) {
      pieces.push(identityOf(attributes, 'BY DEFAULT'));
    } else if (attributes.takes('default')) pieces.push('DEFAULT', ...rewriteQuery(defaultOf(attributes)));
    else if (attributes.next && columnWords.includes(attributes.next.value)) {
      throw unsupported(`${attributes.next.value.toUpperCase()} on a column`, attributes.next);
    } else throw attributes.syntaxError();
  }
  return pieces;
}

/** An expression up to the next column attribute. */
function defaultOf(cursor: TokenCursor): Token[] {
  const expression: Token[] = [];
  let depth = 0;
  while (cursor.next) {
    const next = cursor.next;
    const attribute = next.kind === 'word' && columnWords.includes(next.value);
    if (depth === 0 && attribute && expression.length > 0) break;
    if (isWord(next, '(')) depth += 1;
    if (isWord(next, ')')) depth -= 1;
    expression.push(cursor.take());
  }
  if (expression.length === 0) throw cursor.syntaxError();
  return expression;
}

function identityOf(cursor: TokenCursor, when: string): string {
  const numbers = splitAtCommas(cursor.parenthesised()).map((part) => part.map(({ text }) => text).join(''));
  const [seed, step, ...more] = numbers;
  if (!seed || !step || more.length > 0 || !numbers.every((number) => /^-?[0-9]+$/.test(number))) {
    throw cursor.syntaxError();
  }
  const bounds = step.startsWith('-') ? 'MINVALUE -9223372036854775808 MAXVALUE 9223372036854775807' : '';
  return `NOT NULL GENERATED ${when} AS IDENTITY (START WITH ${seed} INCREMENT BY ${step} ${bounds})`;
}

/** ALTER TABLE, from the word after the table's name. */
export function translateAlterTable(cursor: TokenCursor, table: QualifiedName): Piece[] {
  const head = `ALTER TABLE ${table.text}`;
  const finish = (...pieces: Piece[]): Piece[] => {
    cursor.end();
    return [head, ...pieces];
  };
  if (cursor.takes('add')) {
    cursor.takes('column');
    if (['constraint', 'primary', 'unique', 'foreign', 'check'].some((word) => cursor.sees(word))) {
      throw unsupported('ALTER TABLE … ADD constraint', cursor.next);
    }
    const name = cursor.name();
    return [head, 'ADD COLUMN', ...translateColumn(cursor, name)];
  }
  if (cursor.takes('drop')) {
    cursor.takes('column');
    const name = cursor.name();
    const behaviour = cursor.takesOneOf('cascade', 'restrict') ?? '';
    return finish(`DROP COLUMN ${quoteName(name)} ${behaviour}`);
  }
  if (cursor.takes('rename', 'to')) return finish(`RENAME TO ${quoteName(cursor.name())}`);
  if (cursor.takes('rename')) {
    cursor.takes('column');
    const from = cursor.name();
    cursor.expect('to');
    return finish(`RENAME COLUMN ${quoteName(from)} TO ${quoteName(cursor.name())}`);
  }
  if (cursor.takes('owner', 'to')) return finish(`OWNER TO ${quoteName(cursor.name())}`);
  if (cursor.takes('alter', 'column')) {
    const name = cursor.name();
    // A column's encoding decides about storage only, but the table has to be the person's.
    if (cursor.takes('encode')) {
      cursor.name();
      return finish('RESET (fillfactor)');
    }
    cursor.expect('type');
    const rest = cursor.rest();
    const type = columnTypeOf(rest, 0);
    if (type.end < rest.length) throw unsupported('this form of ALTER COLUMN', rest[type.end]);
    return [head, `ALTER COLUMN ${quoteName(name)} TYPE`, ...type.pieces];
  }
  const placement = cursor.takes('alter');
  if (placement) {
    takesPlacementChange(cursor);
    return finish('RESET (fillfactor)');
  }
  throw unsupported(`ALTER TABLE … ${(cursor.next?.value ?? '').toUpperCase()}`, cursor.next);
}

function takesPlacementChange(cursor: TokenCursor): void {
  if (cursor.takes('distkey')) cursor.name();
  else if (cursor.takes('diststyle', 'key', 'distkey')) cursor.name();
  else if (cursor.takes('diststyle')) {
    if (!cursor.takesOneOf('auto', 'even', 'all')) throw cursor.syntaxError();
  } else if (cursor.takes('encode')) cursor.expect('auto');
  else {
    cursor.takes('compound');
    cursor.expect('sortkey');
    if (!cursor.takesOneOf('auto', 'none')) cursor.parenthesised();
  }
}
