import { describeError } from '../../errors.ts';

/** The words of an error without what Redshift writes around them, for where its place is shown otherwise. */
export function errorWords(message: string): string {
  return message.replace(/^ERROR:\s*/, '').replace(/\n\s*Position: \d+$/, '');
}

/** Words and remedy as one text, for an error that stands beside results. */
export function errorBesideResults(error: unknown): string {
  const { message, remedy } = describeError(error);
  const words = errorWords(message);
  return remedy === undefined ? words : `${/[.!?]$/.test(words) ? words : `${words}.`} ${remedy}`;
}
