import { columnTypeOf } from './typeNames.ts';
import { rewriteQuery } from './queryRewrite.ts';
import { quoteName } from './sqlTokens.ts';
import { TokenCursor, isWord, splitAtCommas, unsupported } from './tokenCursor.ts';
import { emptyLayout } from '../tableStorage.ts';
import type { Token } from './sqlTokens.ts';
import type { StorageChange, TableLayout } from '../tableStorage.ts';
import type { QualifiedName } from './tokenCursor.ts';

type Piece = Token | string;

/** A statement for PostgreSQL, and what it says of storage, which is only written down. */
export interface TableStatement {
  pieces: Piece[];
  storage?: StorageChange;
}

/** CREATE TABLE and CREATE TABLE AS, from the word after CREATE. */
export function translateCreateTable(cursor: TokenCursor): TableStatement {
  cursor.takes('local');
  const temporary = cursor.takesOneOf('temp', 'temporary') ? 'TEMPORARY ' : '';
  cursor.expect('table');
  const guard = cursor.takes('if', 'not', 'exists') ? 'IF NOT EXISTS ' : '';
  const table = cursor.qualifiedName();
  const head = `CREATE ${temporary}TABLE ${guard}${table.text}`;
  const elements = cursor.sees('(') ? cursor.parenthesised() : undefined;
  const layout = emptyLayout();
  takesPlacement(cursor, layout);
  const storage = temporary === '' ? { storage: { kind: 'create', table, layout } as const } : {};
  if (cursor.takes('as')) {
    const query = cursor.rest();
    const names = elements && new TokenCursor(elements);
    const columns = names ? `(${names.names().map(quoteName).join(', ')})` : '';
    names?.end();
    return { pieces: [head, columns, 'AS', ...rewriteQuery(query)], ...storage };
  }
  cursor.end();
  if (!elements) throw cursor.syntaxError();
  return { pieces: [head, '(', ...translateElements(elements, layout), ')'], ...storage };
}

/** DISTSTYLE, DISTKEY, SORTKEY, ENCODE AUTO, BACKUP after the columns. */
function takesPlacement(cursor: TokenCursor, layout: TableLayout): void {
  for (;;) {
    if (cursor.takes('diststyle')) {
      const style = cursor.takesOneOf<'auto' | 'even' | 'key' | 'all'>('auto', 'even', 'key', 'all');
      if (!style) throw cursor.syntaxError();
      layout.style = style;
    } else if (cursor.takes('distkey')) setDistKey(layout, namesOf(cursor));
    else if (cursor.takes('sortkey', 'auto')) layout.sortStyle = 'auto';
    else if (cursor.takes('sortkey')) setSortKey(layout, 'compound', namesOf(cursor));
    else if (cursor.sees('compound') || cursor.sees('interleaved')) {
      const style = cursor.takes('compound') ? 'compound' : 'interleaved';
      cursor.takes('interleaved');
      cursor.expect('sortkey');
      setSortKey(layout, style, namesOf(cursor));
    } else if (cursor.takes('encode')) cursor.expect('auto');
    else if (cursor.takes('backup')) {
      if (!cursor.takesOneOf('yes', 'no')) throw cursor.syntaxError();
    } else return;
  }
}

function setDistKey(layout: TableLayout, [column]: readonly string[]): void {
  layout.style = 'key';
  if (column !== undefined) layout.distKey = column;
}

function setSortKey(
  layout: TableLayout,
  style: 'auto' | 'compound' | 'interleaved',
  columns: readonly string[],
): void {
  layout.sortStyle = style;
  layout.sortKeys.push(...columns);
}

/**
 * Columns and table constraints. Redshift keeps PRIMARY KEY, UNIQUE and FOREIGN KEY as hints for its planner
 * and enforces only that a primary key is not null; so do we.
 */
function translateElements(elements: readonly Token[], layout: TableLayout): Piece[] {
  const columns: { name: string; pieces: Piece[] }[] = [];
  const others: Piece[][] = [];
  for (const element of splitAtCommas(elements)) {
    const cursor = new TokenCursor(element);
    if (cursor.takes('constraint')) cursor.name();
    if (cursor.takes('primary', 'key')) {
      layout.primaryKey.push(...namesOf(cursor));
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
      columns.push({ name, pieces: translateColumn(cursor, name, layout) });
    }
  }
  for (const name of layout.primaryKey)
    columns.find((column) => column.name === name)?.pieces.push('NOT NULL');
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

function translateColumn(cursor: TokenCursor, name: string, layout: TableLayout): Piece[] {
  const rest = cursor.rest();
  if (rest.length === 0) throw cursor.syntaxError();
  const type = columnTypeOf(rest, 0);
  const pieces: Piece[] = [quoteName(name), ...type.pieces];
  const attributes = new TokenCursor(rest.slice(type.end));
  while (!attributes.done) {
    if (attributes.takes('not', 'null')) pieces.push('NOT NULL');
    else if (attributes.takes('null')) pieces.push('NULL');
    else if (attributes.takes('primary', 'key')) layout.primaryKey.push(name);
    else if (attributes.takes('unique')) continue;
    else if (attributes.takes('distkey')) setDistKey(layout, [name]);
    else if (attributes.takes('sortkey')) setSortKey(layout, 'compound', [name]);
    else if (attributes.takes('encode')) layout.encodings[name] = attributes.name();
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
export function translateAlterTable(cursor: TokenCursor, table: QualifiedName): TableStatement {
  const head = `ALTER TABLE ${table.text}`;
  const layout = emptyLayout();
  const finish = (...pieces: Piece[]): TableStatement => {
    cursor.end();
    return { pieces: [head, ...pieces] };
  };
  // Storage alone changes, but the table has to be the person's.
  const stored = (): TableStatement => ({
    ...finish('RESET (fillfactor)'),
    storage: { kind: 'alter', table, layout },
  });
  if (cursor.takes('add')) {
    cursor.takes('column');
    if (['constraint', 'primary', 'unique', 'foreign', 'check'].some((word) => cursor.sees(word))) {
      throw unsupported('ALTER TABLE … ADD constraint', cursor.next);
    }
    const name = cursor.name();
    const pieces = [head, 'ADD COLUMN', ...translateColumn(cursor, name, layout)];
    if (layout.primaryKey.length > 0 || layout.distKey !== undefined || layout.sortKeys.length > 0) {
      throw unsupported('a key on an added column');
    }
    return { pieces, storage: { kind: 'alter', table, layout } };
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
    if (cursor.takes('encode')) {
      layout.encodings[name] = cursor.name();
      return stored();
    }
    cursor.expect('type');
    const rest = cursor.rest();
    const type = columnTypeOf(rest, 0);
    if (type.end < rest.length) throw unsupported('this form of ALTER COLUMN', rest[type.end]);
    return { pieces: [head, `ALTER COLUMN ${quoteName(name)} TYPE`, ...type.pieces] };
  }
  if (cursor.takes('alter')) {
    takesPlacementChange(cursor, layout);
    return stored();
  }
  throw unsupported(`ALTER TABLE … ${(cursor.next?.value ?? '').toUpperCase()}`, cursor.next);
}

function takesPlacementChange(cursor: TokenCursor, layout: TableLayout): void {
  if (cursor.takes('distkey') || cursor.takes('diststyle', 'key', 'distkey')) {
    setDistKey(layout, [cursor.name()]);
  } else if (cursor.takes('diststyle')) {
    const style = cursor.takesOneOf<'auto' | 'even' | 'all'>('auto', 'even', 'all');
    if (!style) throw cursor.syntaxError();
    layout.style = style;
  } else if (cursor.takes('encode')) cursor.expect('auto');
  else {
    cursor.takes('compound');
    cursor.expect('sortkey');
    const none = cursor.takesOneOf('auto', 'none');
    setSortKey(layout, none ? 'auto' : 'compound', none ? [] : namesOf(cursor));
  }
}
