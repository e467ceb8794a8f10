import type { GridCallKind, GridCalls } from '../protocol/gridMessages.ts';
import type { ResultViewSpec } from '../protocol/resultViewSpec.ts';
import { CallRefused } from './callRefused.ts';
import type { ResultCalls } from './grid/contract.ts';

interface Renewal {
  /** The view's ID as everybody here knows it. */
  readonly known: string;
  /** The ID by which the extension host knows it now. */
  readonly viewId: Promise<string>;
}

/**
 * Calls in which a view that the extension host let go of is asked for again, so that nobody else has to notice.
 * @param shown the view that is drawn; calls about others end as cancelled when those are gone
 */
export function renewingCalls(
  calls: ResultCalls,
  shown: () => { readonly viewId: string; readonly spec: ResultViewSpec },
): ResultCalls {
  let renewal: Renewal | undefined;
  const hostId = async (known: string): Promise<string> =>
    renewal?.known === known ? await renewal.viewId : known;
  const renew = (known: string, gone: string): void => {
    const { viewId, spec } = shown();
    if (known !== viewId) throw new CallRefused('cancelled', 'Another view is shown.');
    const before = renewal?.known === known ? renewal.viewId : Promise.resolve(known);
    const fresh: Renewal = {
      known,
      // Somebody else may have asked for it since: one view is enough for all.
      viewId: before.then(async (last) =>
        last === gone ? (await calls.call('view', { spec })).viewId : last,
      ),
    };
    renewal = fresh;
    fresh.viewId.catch(() => {
      if (renewal === fresh) renewal = undefined;
    });
  };
  return {
    async call<Kind extends GridCallKind>(
      kind: Kind,
      ask: GridCalls[Kind]['ask'],
      options?: Parameters<ResultCalls['call']>[2],
    ): Promise<GridCalls[Kind]['answer']> {
      const known = viewOf(ask);
      if (known === '') return calls.call(kind, ask, options);
      const viewId = await hostId(known);
      try {
        return await calls.call(kind, { ...ask, viewId }, options);
      } catch (error) {
        if (!(error instanceof CallRefused) || error.code !== 'viewGone') throw error;
        renew(known, viewId);
        return calls.call(kind, { ...ask, viewId: await hostId(known) }, options);
      }
    },
  };
}

/** '' for what is not about a view, or about the whole result. */
function viewOf(ask: object): string {
  return 'viewId' in ask && typeof ask.viewId === 'string' ? ask.viewId : '';
}
