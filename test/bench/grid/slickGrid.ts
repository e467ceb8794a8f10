import { SlickGrid, type Column, type CustomDataView } from 'slickgrid';
import sheet from 'slickgrid/dist/styles/css/slick.grid.css' with { type: 'text' };
import { columnNames, rowCount, sale } from './sales.ts';

/** SlickGrid in a renderer's place, with rows made on the spot: it waits for nobody and holds none. */
export const activate = () => ({
  renderOutputItem(_item: unknown, parent: HTMLElement) {
    const style = document.createElement('style');
    style.textContent = sheet;
    const host = document.createElement('div');
    host.style.height = '400px';
    parent.replaceChildren(style, host);
    const columns: Column[] = columnNames.map((name, index) => ({
      id: name,
      name,
      field: String(index),
      width: 120,
    }));
    const rows: CustomDataView = {
      getLength: () => rowCount,
      getItem: (row: number) => sale(row).map((value) => value ?? 'NULL'),
      getItemMetadata: () => null,
    } as unknown as CustomDataView;
    new SlickGrid(host, rows, columns, {
      rowHeight: 24,
      enableCellNavigation: true,
      enableColumnReorder: false,
    });
  },
  disposeOutputItem() {},
});
