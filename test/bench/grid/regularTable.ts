import 'regular-table';
import type { RegularTableElement } from 'regular-table';
import { columnNames, rowCount, sale } from './sales.ts';

/** regular-table in a renderer's place, with rows made on the spot: it waits for nobody and holds none. */
export const activate = () => ({
  renderOutputItem(_item: unknown, parent: HTMLElement) {
    const style = document.createElement('style');
    style.textContent = `regular-table { position: relative; display: block; height: 400px; overflow: auto; }
      regular-table td, regular-table th { padding: 2px 10px; white-space: pre; }`;
    const table = document.createElement('regular-table') as RegularTableElement;
    parent.replaceChildren(style, table);
    table.setDataListener(async (left, top, right, bottom) => {
      const columns = columnNames.slice(left, right);
      const rows = Array.from({ length: bottom - top }, (_, index) => sale(top + index));
      return {
        num_rows: rowCount,
        num_columns: columnNames.length,
        column_headers: columns.map((name) => [name]),
        data: columns.map((_, column) => rows.map((row) => row[left + column] ?? 'NULL')),
      };
    });
    void table.draw();
  },
  disposeOutputItem() {},
});
