import { readdir, readFile } from 'node:fs/promises';
import { inRepository } from './vscode/repository.ts';

/** Texts of a folder's TypeScript files by path from the repository's top, with forward slashes. */
export async function readSources(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(inRepository(folder), { recursive: true }))
    .filter((name) => name.endsWith('.ts'))
    .sort();
  const files = names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(inRepository(file), 'utf8')] as const)),
  );
}
