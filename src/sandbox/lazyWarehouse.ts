import type { Warehouse, WarehouseSession } from './warehouse/contract.ts';

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
    openSession: (user, database) => {
      let inner: Promise<WarehouseSession> | undefined;
      let known: WarehouseSession | undefined;
      const session = (): Promise<WarehouseSession> => {
        inner ??= opened().then(
          (warehouse) => (known = warehouse.openSession(user, database)),
          (error: unknown) => {
            inner = undefined;
            throw error;
          },
        );
        return inner;
      };
      return {
        run: async (request) => (await session()).run(request),
        begin: async () => (await session()).begin(),
        commit: async () => (await session()).commit(),
        rollback: async () => (await session()).rollback(),
        get inTransaction() {
          return known?.inTransaction ?? false;
        },
        close: async () => {
          if (inner) await (await inner.catch(() => undefined))?.close();
        },
      };
    },
    close: async () => {
      closed = true;
      const warehouse = await opening?.catch(() => undefined);
      await warehouse?.close();
    },
  };
}
