import type * as vscode from 'vscode';
import { isCancel, RedshiftIdentityError } from '../../core/errors.ts';
import type { Site, Warehouse } from '../../core/identity/profile.ts';
import { readRegionsKey } from '../../core/notebook/regionsKey.ts';
import type { Sites } from '../sites.ts';
import type { CompleteTarget } from '../target.ts';
import { keysOf } from './cellKeys.ts';
import type { RunFailure, RunOutcome, RunPlace } from './cellStatement.ts';
import { headerOf } from './notebookHeader.ts';

/**
 * Where a cell with the key `regions` runs; undefined without the key. In each site it is the workgroup or cluster of
 * the target's name, or else the site's first.
 * @throws RedshiftIdentityError `UnknownTarget` where the profile has no such Region
 */
export function placesOf(
  cell: vscode.NotebookCell,
  target: CompleteTarget,
  sites: Pick<Sites, 'get'>,
): readonly RunPlace[] | undefined {
  const { profile, account } = target;
  const known = profile.sites.map(({ region }) => region);
  return readRegionsKey(keysOf(cell)['regions'], known)?.map((region) => {
    const site = profile.sites.find((candidate) => candidate.region === region);
    const warehouse = site && warehouseAt(site, target, headerOf(cell.notebook).database);
    if (!site || !warehouse) throw unknownRegion(region, profile.name, known);
    return { site: sites.get(profile, site, account), warehouse };
  });
}

/** What a statement gave in several places. */
export interface EveryEnd {
  readonly outcomes: readonly RunOutcome[];
  readonly failures: readonly RunFailure[];
}

/**
 * Runs a statement in all places at once. A place that fails does not keep the others from it.
 * @param earlier failures of the cell's statement before: those places are left out, which is a failure too
 * @throws Cancelled when the person ended it; every place has come to its end then
 */
export async function runEverywhere(
  places: readonly RunPlace[],
  run: (place: RunPlace) => Promise<RunOutcome>,
  earlier: readonly RunFailure[] = [],
): Promise<EveryEnd> {
  const out = new Set(earlier.map(({ place }) => place));
  const ends = await Promise.allSettled(
    places.map((place) => (out.has(place) ? Promise.reject(leftOut()) : run(place))),
  );
  const outcomes: RunOutcome[] = [];
  const failures: RunFailure[] = [];
  for (const [index, place] of places.entries()) {
    const end = ends[index];
    if (end?.status === 'fulfilled') outcomes.push(end.value);
    else failures.push({ place, error: end?.reason });
  }
  const cancelled = failures.find(({ error }) => isCancel(error));
  if (cancelled) {
    // Nobody will look at them.
    for (const { source } of outcomes) source?.release();
    throw cancelled.error;
  }
  return { outcomes, failures };
}

function warehouseAt(site: Site, target: CompleteTarget, database?: string): Warehouse | undefined {
  const { name, kind } = target.warehouse;
  // The target's may be one that the profile doesn't list.
  if (site.region === target.site.region) return target.warehouse;
  const named = site.warehouses.filter((warehouse) => warehouse.name === name);
  const found = named.find((warehouse) => warehouse.kind === kind) ?? named[0] ?? site.warehouses[0];
  return found && database !== undefined ? { ...found, database } : found;
}

function unknownRegion(region: string, profile: string, known: readonly string[]): RedshiftIdentityError {
  return new RedshiftIdentityError(
    `The cell's key regions names “${region}”, where ${profile} has no workgroup or cluster.`,
    { code: 'UnknownTarget', remedy: `Write one or more of: ${known.join(', ')}; or * for all of them.` },
  );
}

function leftOut(): RedshiftIdentityError {
  return new RedshiftIdentityError('Not run: a statement of this cell before it failed here.', {
    code: 'LeftOut',
  });
}
