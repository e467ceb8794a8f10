/** Where the snapshot of a Region's warehouse is among the assets. */
export function snapshotUrl(assets: URL, region: string): URL {
  return new URL(`${region}.warehouse.tar.gz`, assets);
}
