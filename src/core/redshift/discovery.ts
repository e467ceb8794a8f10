import type { Warehouse } from '../identity/profile.ts';

/** The workgroups and clusters of a site. */
export interface Discovery {
  readonly warehouses: readonly DiscoveredWarehouse[];
  /** One line for people for each thing that was denied or failed. */
  readonly notices: readonly string[];
}

export interface DiscoveredWarehouse extends Warehouse {
  /** As AWS writes it: `AVAILABLE`, `paused`…; undefined where AWS was not asked or did not tell. */
  readonly status?: string;
  /** In the profile; the others were found. */
  readonly listed: boolean;
}

/** What the profile alone says. */
export function listedWarehouses(warehouses: readonly Warehouse[]): Discovery {
  return { warehouses: warehouses.map((warehouse) => ({ ...warehouse, listed: true })), notices: [] };
}
