import { describeError } from './errors.ts';

/** Message and remedy of anything that was thrown, as one text for a person. */
export function errorText(error: unknown): string {
  const { message, remedy } = describeError(error);
  if (!remedy) return message;
  return `${/[.!?]$/.test(message) ? message : `${message}.`} ${remedy}`;
}
