import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Cancelled } from '../../../src/core/errors.ts';
import { exportFile, removeUnfinished } from '../../../src/node/export/exportFile.ts';

const encoder = new TextEncoder();

async function* piecesOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield encoder.encode(text);
}

describe('an exported file', () => {
  let folder = '';
  let file = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-'));
    file = path.join(folder, 'result.csv');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Texts of all files of the folder, hidden ones too. */
  async function files(): Promise<Record<string, string>> {
    const names = await readdir(folder);
    const texts = names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const);
    return Object.fromEntries(await Promise.all(texts));
  }

  it('has all pieces, and tells how many bytes they are', async () => {
    const bytes = await exportFile(file, piecesOf('one\n', '', 'zwölf\n'));
    assert.deepEqual({ bytes, files: await files() }, { bytes: 11, files: { 'result.csv': 'one\nzwölf\n' } });
  });

  it('takes the place of the one that was there, and only at the end', async () => {
    await writeFile(file, 'before');
    const seen: string[] = [];
    async function* pieces() {
      yield encoder.encode('after');
      seen.push(await readFile(file, 'utf8'));
    }
    await exportFile(file, pieces());
    assert.deepEqual({ seen, files: await files() }, { seen: ['before'], files: { 'result.csv': 'after' } });
  });

  it('goes where a link leads', async () => {
    await writeFile(path.join(folder, 'real.csv'), 'before');
    await symlink('real.csv', file);
    await exportFile(file, piecesOf('after'));
    assert.deepEqual(
      { link: await readlink(file), files: await files() },
      { link: 'real.csv', files: { 'real.csv': 'after', 'result.csv': 'after' } },
    );
  });

  for (const before of [undefined, 'before']) {
    const state = before === undefined ? 'is not there' : 'is the one that was there';

    it(`${state} after a cancel`, async () => {
      if (before !== undefined) await writeFile(file, before);
      const cancel = new AbortController();
      async function* pieces() {
        yield encoder.encode('half');
        cancel.abort();
        yield encoder.encode('whole');
      }
      await assert.rejects(exportFile(file, pieces(), cancel.signal), Cancelled);
      assert.deepEqual(await files(), before === undefined ? {} : { 'result.csv': before });
    });

    it(`${state} after a failure`, async () => {
      if (before !== undefined) await writeFile(file, before);
      const failure = new Error('no more rows');
      async function* pieces() {
        yield encoder.encode('half');
        throw failure;
      }
      await assert.rejects(exportFile(file, pieces()), failure);
      assert.deepEqual(await files(), before === undefined ? {} : { 'result.csv': before });
    });
  }

  it('is not there when the cancel comes behind the last piece', async () => {
    const cancel = new AbortController();
    async function* pieces() {
      yield encoder.encode('all');
      cancel.abort();
    }
    await assert.rejects(exportFile(file, pieces(), cancel.signal), Cancelled);
    assert.deepEqual(await files(), {});
  });

  it('may be read by those who might read the one that was there', async () => {
    for (const mode of [0o600, 0o666]) {
      await writeFile(file, 'before');
      await chmod(file, mode);
      const modes: number[] = [];
      async function* pieces() {
        yield encoder.encode('after');
        const unfinished = (await readdir(folder)).filter((name) => name !== 'result.csv');
        for (const name of unfinished) modes.push((await stat(path.join(folder, name))).mode & 0o777);
      }
      await exportFile(file, pieces());
      assert.deepEqual([...modes, (await stat(file)).mode & 0o777], [mode, mode]);
    }
  });

  it('may have as long a name as there can be', async () => {
    const name = `${'売'.repeat(82)}.parquet`;
    await exportFile(path.join(folder, name), piecesOf('a'));
    assert.deepEqual(await files(), { [name]: 'a' });
  });

  it('leaves nothing where the window closes meanwhile', async () => {
    async function* pieces() {
      yield encoder.encode('half');
      removeUnfinished();
      assert.deepEqual(await files(), {});
      yield encoder.encode('whole');
    }
    await assert.rejects(exportFile(file, pieces()), { code: 'ExportNotWritten' });
    await writeFile(file, 'later');
    removeUnfinished();
    assert.deepEqual(await files(), { 'result.csv': 'later' });
  });

  it('replaces nothing that is no file, or may only be read, and asks for no rows then', async () => {
    const inTheWay = path.join(folder, 'folder.csv');
    await mkdir(inTheWay);
    const socket = path.join(folder, 'socket.csv');
    const server = createServer().listen(socket);
    await once(server, 'listening');
    await writeFile(file, 'before');
    await chmod(file, 0o444);
    let asked = false;
    async function* pieces() {
      asked = true;
      yield encoder.encode('after');
    }
    for (const [place, message] of [
      [inTheWay, 'folder.csv could not be written. There is a folder of that name.'],
      [file, 'result.csv could not be written. It may only be read.'],
      [socket, 'socket.csv could not be written. What has that name is no file.'],
    ] as const) {
      await assert.rejects(exportFile(place, pieces()), { code: 'ExportNotWritten', message });
    }
    server.close();
    assert.deepEqual([asked, await readFile(file, 'utf8')], [false, 'before']);
  });

  it('says what is in the way', async () => {
    const nowhere = path.join(folder, 'nowhere', 'result.csv');
    await assert.rejects(exportFile(nowhere, piecesOf('a')), {
      code: 'ExportNotWritten',
      message: 'result.csv could not be written. The folder does not exist.',
    });
    await assert.rejects(exportFile(folder, piecesOf('a')), { code: 'ExportNotWritten' });
    assert.deepEqual(await files(), {});
  });
});
