import { reservedWords } from './reservedWords.ts';

/** A name as a delimited identifier, whatever is in it. For statements that nobody reads. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Parts of a name, each delimited: `"dev"."public"`. */
export function quotePath(...names: readonly string[]): string {
  return names.map(quoteName).join('.');
}

/** A name as people write it: delimited only where Redshift would read something else without. */
export function readableName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !reservedWords.has(name) ? name : quoteName(name);
}
