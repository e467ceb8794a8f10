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
import { quoteName, quoteString } from './sql/sqlTokens.ts';
import { systemViews } from './metadata/systemViews.ts';

/** Small where PostgreSQL would be generous: a sandbox warehouse holds megabytes. */
const clusterSettings = [
  '--wal-segsize=1',
  ...['shared_buffers=4MB', 'min_wal_size=2MB', 'max_wal_size=8MB', 'autovacuum=off'].flatMap((setting) => [
    '-c',
    setting,
  ]),
];

/**
 * Writes the snapshot of every warehouse into the assets' folder: PostgreSQL's files with the compatibility layer,
 * on which the place's scripts ran as administrator.
 */
export async function buildSnapshots(assets: URL): Promise<void> {
  const [wasm, initdb, files] = await Promise.all([
    readFile(new URL('pglite.wasm', assets)).then((bytes) => WebAssembly.compile(bytes)),
    readFile(new URL('initdb.wasm', assets)).then((bytes) => WebAssembly.compile(bytes)),
    readFile(new URL('pglite.data', assets)),
  ]);
  const options = { pgliteWasmModule: wasm, fsBundle: new Blob([files]), startParams: startParameters };
  const empty = await PGlite.create({
    ...options,
    initdbWasmModule: initdb,
    initDbStartParams: clusterSettings,
    database: 'template1',
  });
  await empty.exec('UPDATE pg_database SET datistemplate = false');
  await empty.exec('DROP DATABASE template0');
  const template = new Uint8Array(await (await empty.dumpDataDir('gzip')).arrayBuffer());
  await empty.close();

  const program = { wasm, files: await options.fsBundle.arrayBuffer() };
  for (const { region, cluster, database, scripts } of places) {
    const folder = mkdtempSync(path.join(tmpdir(), 'redshift-snapshot-'));
    try {
      unpackSnapshot(template, folder);
      const naming = await Database.open(program, folder, 'template1');
      naming.query(`ALTER DATABASE postgres RENAME TO ${quoteName(database)}`);
      await naming.close();
      const warehouse = await Database.open(program, folder, database);
      // One database is enough, and each one more is hundreds of files to unpack.
      warehouse.query('DROP DATABASE template1');
      warehouse.query(compatibilityLayer);
      warehouse.query(systemViews);
      for (const script of scripts) {
        const sql = await readFile(new URL(`../../media/sandbox/${script}`, assets), 'utf8');
        runScript(warehouse, `SET sandbox.region TO ${quoteString(region)};\n${sql}`);
      }
      warehouse.query('CHECKPOINT');
      const snapshot = await warehouse.dump();
      await warehouse.close();
      await writeFile(snapshotUrl(assets, region, cluster), snapshot);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Every warehouse, with the scripts in media/sandbox that set it up. */
const places = sites.flatMap(({ region, database, clusters }) => [
  { region, cluster: undefined, database, scripts: ['warehouse.sql', `${region}.sql`] },
  ...clusters.map((cluster) => ({
    region,
    cluster: cluster.identifier,
    database: cluster.database,
    scripts: ['cluster.sql'],
  })),
]);
