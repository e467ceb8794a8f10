/** Where the snapshot of a Region's workgroup, or of a cluster, is among the assets. */
export function snapshotUrl(assets: URL, region: string, cluster?: string): URL {
  return new URL(`${region}.${cluster === undefined ? '' : `${cluster}.`}warehouse.tar.gz`, assets);
}
