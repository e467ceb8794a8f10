import type { Warehouse } from './warehouse/contract.ts';

/** A warehouse that is opened at its first statement. One that does not open is tried again at the next. */
export function lazyWarehouse(open: () => Promise<Warehouse>): Warehouse {
  let opening: Promise<Warehouse> | undefined;
  let closed = false;
  const opened = (): Promise<Warehouse> => {
    if (closed) return Promise.reject(new Error('the warehouse was shut down'));
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  return {
    run: async (request) => (await opened()).run(request),
    runAsAdministrator: async (script) => (await opened()).runAsAdministrator(script),
    createManyTables: async (count) => (await opened()).createManyTables(count),
    close: async () => {
      closed = true;
      const warehouse = await opening?.catch(() => undefined);
      await warehouse?.close();
    },
  };
}
