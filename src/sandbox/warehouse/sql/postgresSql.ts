import { SqlError } from '../contract.ts';
import type { Token } from './sqlTokens.ts';

/** One statement as PostgreSQL gets it, with the way back from its positions to those of the statement as given. */
export interface PostgresSql {
  text: string;
  /** Names of the parameters `$1`, `$2`… */
  parameters: readonly string[];
  /** 1-based position in the statement as given for a 1-based position in `text`. */
  positionOf(position: number): number | undefined;
}

/**
 * Writes tokens out, one space between any two, so that nothing new can form where they meet.
 * Strings among the pieces are SQL of the translator's own.
 */
export function writeSql(pieces: readonly (Token | string)[]): PostgresSql {
  const parameters = new Map<string, number>();
  const places: { out: number; source: number }[] = [];
  let text = '';
  for (const piece of pieces) {
    if (text !== '') text += ' ';
    if (typeof piece === 'string') {
      text += piece;
      continue;
    }
    places.push({ out: text.length, source: piece.start });
    if (piece.kind !== 'parameter') {
      text += piece.text;
      continue;
    }
    // The same name is the same value, so that GROUP BY can repeat an expression.
    const known = parameters.get(piece.value) ?? parameters.size + 1;
    parameters.set(piece.value, known);
    text += `$${known}`;
  }
  return {
    text,
    parameters: [...parameters.keys()],
    positionOf(position) {
      const offset = utf16Offset(text, position - 1);
      const place = places.findLast(({ out }) => out <= offset);
      return place && place.source + 1;
    },
  };
}

/** PostgreSQL counts characters, JavaScript counts UTF-16 units. */
function utf16Offset(text: string, characters: number): number {
  return [...text].slice(0, characters).join('').length;
}

/** Parameters that one statement can have, by the wire protocol. */
const mostParameters = 32767;

/**
 * Values in the order of `$1`, `$2`…
 * @throws SqlError naming a parameter without a value or a value without a parameter
 */
export function bindParameters(
  wanted: readonly string[],
  given: readonly { name: string; value: string }[],
): string[] {
  if (wanted.length > mostParameters) {
    throw new SqlError(`ERROR: the statement has more than ${mostParameters} parameters`, '54000');
  }
  const values = new Map<string, string>();
  for (const { name, value } of given) {
    if (values.has(name)) throw new SqlError(`ERROR: parameter "${name}" is given twice`, '42601');
    if (value.includes('\0')) {
      throw new SqlError(`ERROR: invalid byte sequence in the value of parameter "${name}"`, '22021');
    }
    values.set(name, value);
  }
  const known = new Set(wanted);
  for (const name of values.keys()) {
    if (!known.has(name)) {
      throw new SqlError(`ERROR: parameter "${name}" does not appear in the statement`, '42601');
    }
  }
  return wanted.map((name) => {
    const value = values.get(name);
    if (value === undefined) {
      throw new SqlError(
        `ERROR: the statement has parameter ":${name}", for which no value is given`,
        '42P02',
      );
    }
    return value;
  });
}
