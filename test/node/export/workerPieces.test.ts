import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Cancelled } from '../../../src/core/errors.ts';
import { rfc4180 } from '../../../src/core/redshift/export/csvDialect.ts';
import type { ExportRows } from '../../../src/core/redshift/export/contract.ts';
import { parquetPieces } from '../../../src/core/redshift/export/parquetPieces.ts';
import { workerPieces } from '../../../src/node/exportWorker/workerPieces.ts';
import { everyColumn, everyRow } from '../../core/redshift/export/everyType.ts';
import { exportRows, wholeFile } from '../../core/redshift/export/exportRows.ts';
import { readExcel } from './readExcel.ts';

const options = { csv: rfc4180, formulaGuard: false };

/** Pages without end, which tell whether they were closed. */
async function endless(): Promise<ExportRows & { closed: boolean }> {
  const { columns, pages } = await exportRows(
    ['n:int4'],
    Array.from({ length: 60_000 }, (_, row) => [String(row)]),
  );
  const rows = {
    columns,
    closed: false,
    pages: async function* () {
      try {
        for (;;) yield* pages();
      } finally {
        rows.closed = true;
      }
    },
  };
  return rows;
}

describe('the thread that writes files', () => {
  let folder = '';
  let program = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-'));
    program = path.join(folder, 'exportWorker.mjs');
    // A thread of Node 20 reads no TypeScript.
    await build({
      entryPoints: [fileURLToPath(new URL('../../../src/node/exportWorker/main.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      format: 'esm',
      platform: 'node',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('writes Parquet as it is written without it', async () => {
    const rows = await exportRows(everyColumn, everyRow, 2);
    const written = await wholeFile(workerPieces(program, 'parquet', rows, options));
    assert.deepEqual(written, await wholeFile(parquetPieces(rows)));
  });

  it('writes Excel', async () => {
    const rows = await exportRows(
      ['n:int4', 't'],
      [
        ['1', 'a'],
        [null, 'b'],
      ],
      1,
    );
    const sheets = readExcel(await wholeFile(workerPieces(program, 'xlsx', rows, options)));
    assert.deepEqual(
      sheets.get('Result')?.map((row) => row.map((cell) => cell?.value)),
      [
        ['n', 't'],
        ['1', 'a'],
        [undefined, 'b'],
      ],
    );
  });

  it('says what it refuses', async () => {
    const rows = await exportRows(['v:date'], [['never']]);
    await assert.rejects(wholeFile(workerPieces(program, 'parquet', rows, options)), {
      name: 'RedshiftIdentityError',
      code: 'ValueDoesNotFit',
      remedy: /CSV or JSON/,
    });
  });

  it('passes on what goes wrong with the pages', async () => {
    const { columns } = await exportRows(['n:int4'], []);
    const failure = new Error('the connection was closed');
    const rows: ExportRows = {
      columns,
      pages: async function* () {
        throw failure;
      },
    };
    await assert.rejects(wholeFile(workerPieces(program, 'parquet', rows, options)), failure);
  });

  it('ends at a cancel, and closes the pages', async () => {
    const rows = await endless();
    const cancel = new AbortController();
    const pieces = workerPieces(program, 'parquet', rows, options, cancel.signal);
    const { done } = await pieces.next();
    cancel.abort();
    await assert.rejects(pieces.next(), Cancelled);
    assert.deepEqual({ done, closed: rows.closed }, { done: false, closed: true });
  });

  it('ends when nobody wants more', async () => {
    const rows = await endless();
    for await (const piece of workerPieces(program, 'parquet', rows, options)) {
      assert.ok(piece.length > 0);
      break;
    }
    assert.equal(rows.closed, true);
  });
});
