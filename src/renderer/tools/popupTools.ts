import { cellDetail, type CellDetail } from './cellDetail.ts';
import { openCellMenu } from './cellMenu.ts';
import { openColumnMenu } from './columnMenu.ts';
import { openColumnsPanel } from './columnsPanel.ts';
import { openCopyMenu } from './copyMenu.ts';
import { openExportMenu } from './exportMenu.ts';
import { openFilterForm, type FilterFormOptions } from './filterForm.ts';
import type { PopupOptions } from './popups.ts';
import type { Tools } from './tools.ts';

/** What opens when somebody asks for it. */
export interface PopupTools {
  columnMenu(column: number, anchor: HTMLElement): void;
  cellMenu(point: { readonly x: number; readonly y: number }, showDetail: () => void): void;
  filter(options: FilterFormOptions): void;
  columns(options: PopupOptions): void;
  copy(options: PopupOptions): void;
  export(options: PopupOptions): void;
  detail(): CellDetail;
}

/** In one piece, so that all of it comes by one request when the first of it is used. */
export function popupTools(tools: Tools): PopupTools {
  return {
    columnMenu: (column, anchor) => openColumnMenu(tools, column, anchor),
    cellMenu: (point, showDetail) => openCellMenu(tools, point, showDetail),
    filter: (options) => openFilterForm(tools, options),
    columns: (options) => openColumnsPanel(tools, options),
    copy: (options) => openCopyMenu(tools, options),
    export: (options) => openExportMenu(tools, options),
    detail: () => cellDetail(tools),
  };
}
