import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFile, chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HistoryFile, type HistoryLimits } from '../../src/node/historyFile.ts';

interface Numbered {
  readonly number: number;
}

const parse = (value: unknown): Numbered | undefined => {
  const number: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'number') : 0;
  return typeof number === 'number' && number > 0 ? { number } : undefined;
};
const numbers = (from: number, to: number): Numbered[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ number: from + index }));

describe('history file', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'history-'));
    file = join(folder, 'history', 'history.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const window = (limits?: HistoryLimits) => new HistoryFile(file, parse, limits);
  const read = async () => (await window().read()).map(({ number }) => number);

  it('is empty before the first entry', async () => {
    assert.deepEqual(await read(), []);
  });

  it('keeps what several windows append, in order', async () => {
    const [one, other] = [window(), window()];
    await one.append([{ number: 1 }, { number: 2 }]);
    await other.append([{ number: 3 }]);
    await one.append([{ number: 4 }]);
    assert.deepEqual(await read(), [1, 2, 3, 4]);
  });

  it('is for its owner’s eyes, in a folder of the same kind', async function () {
    if (process.platform === 'win32') return;
    await window().append([{ number: 1 }]);
    await chmod(file, 0o644);
    await window().append([{ number: 1 }]);
    const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    const before = [await mode(file), await mode(join(folder, 'history'))];
    await window({ entries: 1, bytes: 1000 }).append([{ number: 2 }]);
    assert.deepEqual([...before, await mode(file)], ['600', '700', '600']);
  });

  const foreign = [
    { label: 'a torn last line', text: '{"number":1}\n{"numb', kept: [1, 9] },
    { label: 'a torn line between others', text: '{"number":1}\n{"numb\n{"number":2}\n', kept: [1, 2, 9] },
    { label: 'a line of another version', text: '{"later":1}\n{"number":1}\n', kept: [1, 9] },
    { label: 'what is no object', text: 'null\n7\n\n"x"\n{"number":1}\n', kept: [1, 9] },
    { label: 'line ends of another system', text: '{"number":1}\r\n{"number":2}\r\n', kept: [1, 2, 9] },
  ];
  for (const { label, text, kept } of foreign) {
    it(`passes over ${label}, and loses no other`, async () => {
      await window().append([]);
      await window().replace([]);
      await writeFile(file, text);
      await window().append([{ number: 9 }]);
      assert.deepEqual(await read(), kept);
    });
  }

  it('leaves a line of another version where it is', async () => {
    await window().replace([]);
    await writeFile(file, '{"later":1}\n');
    await window({ entries: 3, bytes: 1000 }).append(numbers(1, 2));
    assert.match(await readFile(file, 'utf8'), /^\{"later":1\}\n/);
  });

  const limits = [
    { label: 'entries', limits: { entries: 10, bytes: 10_000 } },
    { label: 'bytes', limits: { entries: 1000, bytes: 150 } },
  ];
  for (const { label, limits: few } of limits) {
    it(`drops the oldest beyond its ${label}`, async () => {
      const one = window(few);
      for (const entry of numbers(11, 40)) {
        await one.append([entry]);
        const text = await readFile(file, 'utf8');
        assert.ok(text.length <= few.bytes && text.split('\n').length - 1 <= few.entries, text);
      }
      const left = await read();
      assert.deepEqual([left.length > 5, left.at(-1), left], [true, 40, left.toSorted((a, b) => a - b)]);
    });
  }

  it('counts what another window wrote, before and after that made it smaller', async () => {
    const few = { entries: 10, bytes: 10_000 };
    const [one, other] = [window(few), window(few)];
    await one.append(numbers(1, 6));
    await other.append(numbers(7, 12));
    await one.append([{ number: 13 }]);
    const before = await read();
    await one.append([{ number: 14 }]);
    assert.deepEqual(
      [before, await read()],
      [
        [4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
        [6, 7, 8, 9, 10, 11, 12, 13, 14],
      ],
    );
  });

  it('keeps an entry that is larger than the limit', async () => {
    const one = window({ entries: 10, bytes: 5 });
    await one.append([{ number: 1 }]);
    await one.append([{ number: 2 }]);
    assert.deepEqual(await read(), [2]);
  });

  it('puts other values in the place of all', async () => {
    await window().append(numbers(1, 3));
    await window().replace([{ number: 7 }]);
    await window().append([{ number: 8 }]);
    assert.deepEqual(await read(), [7, 8]);
  });

  it('is written anew where a window died doing so', async () => {
    await window().append([{ number: 1 }]);
    await appendFile(`${file}.new`, '{"number":6}\n');
    await window().replace([{ number: 2 }]);
    assert.deepEqual(await read(), [2]);
  });

  it('loses nothing of two processes that append at once, and stays within its limit', async () => {
    const module = JSON.stringify(new URL('../../src/node/historyFile.ts', import.meta.url).href);
    const appending = (from: number, entries: number) => {
      const program = `const { HistoryFile } = await import(${module});
        const file = new HistoryFile(${JSON.stringify(file)}, (value) => value, { entries: ${entries}, bytes: 1e6 });
        for (let n = ${from}; n < ${from} + 25; n++) await file.append([{ number: n, sql: 'x'.repeat(5000) }]);`;
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
        cwd: fileURLToPath(new URL('../..', import.meta.url)),
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      return new Promise((resolve) => child.once('exit', resolve));
    };
    const codes = await Promise.all([appending(101, 50), appending(201, 50)]);
    const all = await read();
    codes.push(...(await Promise.all([appending(301, 60), appending(401, 60)])));
    const left = await read();
    assert.deepEqual(
      [codes, all.toSorted((a, b) => a - b), left.length <= 60, left.filter((n) => n > 300).length],
      [[0, 0, 0, 0], [...numbers(101, 125), ...numbers(201, 225)].map(({ number }) => number), true, 50],
    );
  }).timeout(60_000);
});
