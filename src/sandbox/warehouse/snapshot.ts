import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sites } from '../directory.ts';
import { compatibilityLayer } from './compatibility.ts';
import { Database, startParameters } from './database.ts';
import { runScript } from './session.ts';
import { unpackSnapshot } from './snapshotFile.ts';
import { snapshotUrl } from './snapshotLocation.ts';
import { quoteName, quoteString } from './sqlTokens.ts';

/** Small where PostgreSQL would be generous: a sandbox warehouse holds megabytes. */
const clusterSettings = [
  '--wal-segsize=1',
  ...['shared_buffers=4MB', 'min_wal_size=2MB', 'max_wal_size=8MB', 'autovacuum=off'].flatMap((setting) => [
    '-c',
    setting,
  ]),
];

/**
 * Writes `<region>.warehouse.tar.gz` for each Region into the assets' folder: a cluster with the compatibility
 * layer, on which `media/sandbox/warehouse.sql` ran as administrator.
 */
export async function buildSnapshots(assets: URL): Promise<void> {
  const [wasm, initdb, files, script] = await Promise.all([
    readFile(new URL('pglite.wasm', assets)).then((bytes) => WebAssembly.compile(bytes)),
    readFile(new URL('initdb.wasm', assets)).then((bytes) => WebAssembly.compile(bytes)),
    readFile(new URL('pglite.data', assets)),
    readFile(new URL('../../media/sandbox/warehouse.sql', assets), 'utf8'),
  ]);
  const options = { pgliteWasmModule: wasm, fsBundle: new Blob([files]), startParams: startParameters };
  const { database } = sites[0] ?? { database: 'dev' };

  const empty = await PGlite.create({
    ...options,
    initdbWasmModule: initdb,
    initDbStartParams: clusterSettings,
    database: 'template1',
  });
  // One database is enough, and each one more is hundreds of files to unpack.
  await empty.exec(`ALTER DATABASE postgres RENAME TO ${quoteName(database)}`);
  await empty.exec('UPDATE pg_database SET datistemplate = false');
  await empty.exec('DROP DATABASE template0');
  const cluster = new Uint8Array(await (await empty.dumpDataDir('gzip')).arrayBuffer());
  await empty.close();

  for (const { region } of sites) {
    const folder = mkdtempSync(path.join(tmpdir(), 'redshift-snapshot-'));
    try {
      unpackSnapshot(cluster, folder);
      const warehouse = await Database.open(
        { wasm, files: await options.fsBundle.arrayBuffer() },
        folder,
        database,
      );
      warehouse.query('DROP DATABASE template1');
      warehouse.query(compatibilityLayer);
      runScript(warehouse, `SET sandbox.region TO ${quoteString(region)};\n${script}`);
      warehouse.query('CHECKPOINT');
      const snapshot = await warehouse.dump();
      await warehouse.close();
      await writeFile(snapshotUrl(assets, region), snapshot);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
