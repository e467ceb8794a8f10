import type { GridCalls } from '../../protocol/gridMessages.ts';
import { isWhole } from '../viewSpec.ts';
import { openMenu, type MenuItem } from './menu.ts';
import type { PopupOptions } from './popups.ts';
import type { Tools } from './tools.ts';

/** Shows where the rows of the view can go. */
export function openExportMenu(tools: Tools, options: PopupOptions): void {
  const { document, model, popups } = tools;
  const item = (label: string, action: GridCalls['act']['ask']['action']): MenuItem => ({
    label,
    run: () => void model.calls?.call('act', { action, viewId: model.view.viewId }).catch(tools.refuse),
  });
  const items = [
    item('Export to File…', 'export'),
    item('Open as CSV', 'openAsCsv'),
    item('Open in Data Wrangler', 'openInDataWrangler'),
  ];
  const heading = isWhole(model.spec) ? 'All rows' : 'Rows as filtered and sorted';
  openMenu(document, popups, 'Export', [{ heading, items }], options);
}
