import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { oktaClients } from '../src/sandbox/directory.ts';
import { inRepository } from './vscode/repository.ts';

/** What the README names in back-quotes. */
async function namedInReadme(): Promise<readonly string[]> {
  const text = await readFile(inRepository('README.md'), 'utf8');
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name);
}

describe('README', () => {
  it('names files and folders that exist', async () => {
    const paths = (await namedInReadme()).filter((name) => /^(src|test|media)\//.test(name));
    // A name to fill in stands in a folder that exists.
    const missing = await Promise.all(
      paths.map((name) =>
        access(inRepository(name.includes('<') ? path.dirname(name) : name)).then(
          () => [],
          () => [name],
        ),
      ),
    );
    assert.notDeepEqual(paths, []);
    assert.deepEqual(missing.flat(), []);
  });

  it('sends who adds an operation to the table of the operations', async () => {
    const table = (await namedInReadme()).find((name) => name.startsWith('src/sandbox/aws/')) ?? '';
    assert.match(await readFile(inRepository(table), 'utf8'), /operations: byName\(/);
  });

  it('names the application whose ID tokens AWS does not trust', async () => {
    const clients = (await namedInReadme()).filter((name) => /^0oa\w{10}/.test(name));
    assert.deepEqual(clients, [oktaClients.unrelated.clientId]);
  });
});
