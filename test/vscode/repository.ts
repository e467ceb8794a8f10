import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that these programs build, run and test. */
export const repository = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

export function inRepository(...names: string[]): string {
  return path.join(repository, ...names);
}
