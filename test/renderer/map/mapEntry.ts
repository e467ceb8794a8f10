import { chartStyle } from '../../../src/renderer/chart/chartStyle.ts';
import { readTheme } from '../../../src/renderer/chart/chartTheme.ts';
import { drawSpec } from '../../../src/renderer/chart/drawSpec.ts';
import { mapSpec } from '../../../src/renderer/map/mapSpec.ts';
import type { ChartData, MapChoice } from '../../../src/protocol/chartChoice.ts';

/** What a page of the browser tests draws: a map and nothing around it. */
export interface DrawnMap {
  readonly choice: MapChoice;
  readonly data: ChartData;
}

/** Stands in for the renderer where only its map is looked at. */
export function activate(): { renderOutputItem(item: { json(): unknown }, output: HTMLElement): void } {
  return {
    renderOutputItem(item, output) {
      const { choice, data } = item.json() as DrawnMap;
      const host = document.createElement('main');
      host.className = 'redshift-identity-result';
      host.style.position = 'relative';
      const style = document.createElement('style');
      style.textContent = chartStyle;
      output.append(style, host);
      const options = { theme: readTheme(output), width: output.clientWidth };
      void drawSpec(host, mapSpec(choice, data, options), options).then(() => {
        output.dataset['drawn'] = 'yes';
      });
    },
  };
}
