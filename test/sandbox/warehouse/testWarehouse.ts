import { openWarehouse } from '../../../src/sandbox/warehouse/warehouse.ts';
import { SqlError } from '../../../src/sandbox/warehouse/contract.ts';
import type { DatabaseUser, StatementRequest, Warehouse } from '../../../src/sandbox/warehouse/contract.ts';

export const assets = new URL('../../../dist/sandbox/', import.meta.url);

/** People of the sandbox, with the roles of their groups. Nobody has a policy for eve. */
export const people = {
  ethan: user('ethan', 'exec-global', 'awssso-sales'),
  frank: user('frank', 'amer-sales'),
  alex: user('alex', 'emea-sales'),
  ming: user('ming', 'apac-sales'),
  eve: user('eve'),
} satisfies Record<string, DatabaseUser>;

export type PersonName = keyof typeof people;

function user(login: string, ...groups: string[]): DatabaseUser {
  return { name: `awsidc:${login}@example.com`, roles: groups.map((group) => `awsidc:${group}`) };
}

export function openRegion(region: string, dataFolder?: string, from = assets): Promise<Warehouse> {
  return openWarehouse({ region, assets: from, ...(dataFolder !== undefined && { dataFolder }) });
}

/** Rows of a statement, or SQLSTATE and message of its refusal. */
export async function outcomeOf(
  warehouse: Warehouse,
  person: PersonName,
  sql: string,
  more: Partial<StatementRequest> = {},
): Promise<readonly (readonly (string | null)[])[] | string> {
  try {
    return (await warehouse.run({ user: people[person], sql, ...more })).rows.values();
  } catch (error) {
    if (error instanceof SqlError) return `${error.sqlState} ${error.message}`;
    throw error;
  }
}
