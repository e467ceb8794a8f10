import { element } from '../element.ts';
import type { CellDetail } from './cellDetail.ts';
import type { PopupTools } from './popupTools.ts';
import type { Tools } from './tools.ts';

/** As `PopupTools`, loaded when one of them is first used; where that fails, it is said. */
export type LazyTools = Omit<PopupTools, 'detail'> & { readonly detail: CellDetail };

export function lazyTools(tools: Tools): LazyTools {
  let loading: Promise<PopupTools> | undefined;
  const use = (work: (loaded: PopupTools) => void): void => {
    loading ??= import('./popupTools.ts').then(({ popupTools }) => popupTools(tools));
    loading.then(work).catch((error: unknown) => {
      loading = undefined;
      tools.refuse(error);
    });
  };
  return {
    columnMenu: (...asked) => use((loaded) => loaded.columnMenu(...asked)),
    cellMenu: (...asked) => use((loaded) => loaded.cellMenu(...asked)),
    filter: (options) => use((loaded) => loaded.filter(options)),
    columns: (options) => use((loaded) => loaded.columns(options)),
    copy: (options) => use((loaded) => loaded.copy(options)),
    export: (options) => use((loaded) => loaded.export(options)),
    detail: detailSlot(tools, use),
  };
}

/** Where the whole value of a cell is shown. */
function detailSlot({ document }: Tools, use: (work: (loaded: PopupTools) => void) => void): CellDetail {
  const slot = element(document, 'div');
  let detail: CellDetail | undefined;
  return {
    element: slot,
    get isOpen() {
      return detail?.isOpen ?? false;
    },
    open: (cell) =>
      use((loaded) => {
        if (!detail) slot.append((detail = loaded.detail()).element);
        detail.open(cell);
      }),
    close: () => detail?.close(),
  };
}
