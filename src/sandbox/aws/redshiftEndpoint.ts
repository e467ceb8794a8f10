import type { SandboxSiteDefinition } from '../directory.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import type { StatementStore } from './dataApi/statementStore.ts';

/** A workgroup or a provisioned cluster, as the Data API reaches it. */
export interface RedshiftEndpoint {
  kind: 'workgroup' | 'cluster';
  site: SandboxSiteDefinition;
  /** Workgroup name or cluster identifier. */
  name: string;
  /** The database that it was created with. */
  database: string;
  warehouse: Warehouse;
  statements: StatementStore;
}
