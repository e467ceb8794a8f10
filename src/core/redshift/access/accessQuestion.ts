import { HopError, isCancel, RedshiftIdentityError } from '../../errors.ts';
import type { Catalog, CatalogQuery, CatalogRow, RelationName } from '../catalog/contract.ts';
import type { RedshiftIdentity, Visible } from './contract.ts';

/** What each part of an answer is read with. */
export interface AccessQuestion {
  readonly relation: RelationName;
  readonly identity: RedshiftIdentity;
  readonly catalog: Pick<Catalog, 'columns' | 'grants'>;
  /** Superuser or sys:secadmin: no rows of a view then mean that there is nothing. */
  readonly seesPolicies: boolean;
  /** False for a database of a share or catalogue: views of the connected one would tell of another table. */
  readonly connectable: boolean;
  /** The table as it stands in a statement, delimited. */
  readonly path: string;
  /** Rows of a statement that binds `:schema`, `:name` and the other parameters given. */
  ask(sql: string, parameters?: CatalogQuery['parameters']): Promise<readonly CatalogRow[]>;
}

/**
 * The value, or why it is not visible. Refusals of Redshift become a reason; a failing sign-in, a cancel and
 * faults of ours stay errors.
 */
export async function visible<T>(read: () => Promise<T>, reason: string): Promise<Visible<T>> {
  try {
    return { visible: true, value: await read() };
  } catch (error) {
    if (isCancel(error) || error instanceof HopError || !(error instanceof RedshiftIdentityError))
      throw error;
    // That the person may not is what the reason says already; anything else has to be told.
    const denied = /permission denied/i.test(error.message);
    return { visible: false, reason: denied ? reason : `${reason} Redshift said: ${error.message}` };
  }
}

/** Parameters for the Data API. */
export function named(values: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
