import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFileLock } from '../../src/node/fileLock.ts';

describe('file lock', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'lock-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('lets one work after another, whatever their number', async () => {
    const file = join(folder, 'deep', 'lock');
    const log: string[] = [];
    await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        withFileLock(file, async () => {
          log.push(`${name} in`);
          await new Promise((resolve) => setTimeout(resolve, 20));
          log.push(`${name} out`);
        }),
      ),
    );
    for (let index = 0; index < log.length; index += 2) {
      assert.equal(log[index]?.replace('in', 'out'), log[index + 1]);
    }
  });

  it('is free again after work that failed', async () => {
    const file = join(folder, 'lock');
    await assert.rejects(
      withFileLock(file, () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await withFileLock(file, async () => 'yes'), 'yes');
  });

  it('holds off another process', async () => {
    const file = join(folder, 'lock');
    const module = JSON.stringify(new URL('../../src/node/fileLock.ts', import.meta.url).href);
    const program = `import(${module}).then(({ withFileLock }) => withFileLock(${JSON.stringify(file)}, async () => {
      console.log('in'); await new Promise((resolve) => process.stdin.once('data', resolve)); console.log('out'); process.stdin.destroy();
    }))`;
    const other = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const log: string[] = [];
    other.stdout.setEncoding('utf8').on('data', (text: string) => log.push(...text.trim().split('\n')));
    await new Promise((resolve) => other.stdout.once('data', resolve));
    const mine = withFileLock(file, async () => log.push('mine'));
    await new Promise((resolve) => setTimeout(resolve, 150));
    other.stdin.write('go\n');
    await mine;
    assert.deepEqual(log, ['in', 'out', 'mine']);
  }).timeout(20_000);
});
