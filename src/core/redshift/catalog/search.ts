import type { CatalogColumn, CatalogRelation, FoundObject } from './contract.ts';

/** What a search reads: the loaded relations, and the columns of those whose columns are loaded. */
export interface SearchScope {
  readonly relations: Iterable<readonly CatalogRelation[]>;
  readonly columns: Iterable<{
    readonly relation: CatalogRelation;
    readonly columns: readonly CatalogColumn[];
  }>;
}

/** How a name holds a word; the lower, the nearer. */
const equal = 0;
const prefix = 1;
const wordStart = 2;
const anywhere = 3;
const absent = 4;

/**
 * Objects whose names hold every word of a text, letter case aside, the nearest first, relations before columns.
 * A word with a dot is looked for in `database.schema.table`. One word of a column's may be in its table's name.
 */
export function searchLoaded(
  scope: SearchScope,
  text: string,
  limit = Number.POSITIVE_INFINITY,
): FoundObject[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 || limit <= 0) return [];
  const found: FoundObject[][] = Array.from({ length: 2 * absent }, () => []);
  const add = (place: number, object: () => FoundObject): void => {
    const bucket = found[place];
    if (bucket !== undefined && bucket.length < limit) bucket.push(object());
  };
  for (const relations of scope.relations) {
    const names = lowerCaseNames(relations);
    for (const [index, relation] of relations.entries()) {
      const rank = rankOf(words, names[index] ?? '', relation);
      if (rank !== absent) add(2 * rank, () => ({ type: 'relation', relation }));
    }
  }
  for (const { relation, columns } of scope.columns) {
    const names = lowerCaseNames(columns);
    const table = relation.name.toLowerCase();
    for (const [index, column] of columns.entries()) {
      const rank = columnRank(words, names[index] ?? '', table, relation);
      if (rank !== absent) add(2 * rank + 1, () => ({ type: 'column', relation, column: column.name }));
    }
  }
  const all = found.flat();
  return all.length > limit ? all.slice(0, limit) : all;
}

/** Kept as long as the level is: a search at every key stroke must not lower thousands of names again. */
const lowered = new WeakMap<readonly object[], readonly string[]>();

function lowerCaseNames(items: readonly { readonly name: string }[]): readonly string[] {
  let names = lowered.get(items);
  if (names === undefined) {
    names = items.map(({ name }) => name.toLowerCase());
    lowered.set(items, names);
  }
  return names;
}

/** The rank of the first word, if the others are there as well. */
function rankOf(words: readonly string[], name: string, relation: CatalogRelation): number {
  let first = absent;
  for (const [index, word] of words.entries()) {
    const rank = word.includes('.') ? rankIn(pathOf(relation, name), word) : rankIn(name, word);
    if (rank === absent) return absent;
    if (index === 0) first = rank;
  }
  return first;
}

/** The best rank of a word in the column's own name; the other words may be in the table's. */
function columnRank(
  words: readonly string[],
  name: string,
  table: string,
  relation: CatalogRelation,
): number {
  let best = absent;
  for (const word of words) {
    const [holder, own] = word.includes('.')
      ? dotted(word, name, pathOf(relation, table))
      : [table, rankIn(name, word)];
    if (own === absent && !holder.includes(word)) return absent;
    best = Math.min(best, own);
  }
  return best;
}

/** A word with a dot names the column only where it reaches into the column's part of the path. */
function dotted(word: string, name: string, table: string): readonly [string, number] {
  const path = `${table}.${name}`;
  const reaches = path.lastIndexOf(word) + word.length >= path.length - name.length;
  return [table, reaches ? rankIn(path, word) : absent];
}

const pathOf = ({ database, schema }: CatalogRelation, name: string): string =>
  `${database}.${schema}.${name}`.toLowerCase();

function rankIn(name: string, word: string): number {
  if (name === word) return equal;
  let index = name.indexOf(word);
  if (index <= 0) return index === 0 ? prefix : absent;
  for (; index !== -1; index = name.indexOf(word, index + 1)) if (startsWord(name, index)) return wordStart;
  return anywhere;
}

function startsWord(name: string, index: number): boolean {
  const code = name.charCodeAt(index - 1);
  const isDigit = code >= 48 && code <= 57;
  const isLetter = code >= 97 && code <= 122;
  return !isDigit && !isLetter && code < 128;
}
