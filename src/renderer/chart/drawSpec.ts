import type { ChartSpec } from '../../core/chart/plotSpec.ts';
import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { showTooltip } from './chartTooltip.ts';
import { themeConfig } from './chartTheme.ts';
import type { Drawing, DrawOptions } from './contract.ts';

/** Nothing is ever loaded: what is drawn stands in the specification. */
const noLoader: vega.Loader = {
  ...vega.loader(),
  load: refuse,
  sanitize: refuse,
  http: refuse,
  file: refuse,
};

function refuse(): Promise<never> {
  return Promise.reject(new Error('A chart loads nothing.'));
}

/**
 * Draws a Vega-Lite specification into an element. Expressions are interpreted, never made into code.
 * @throws where the specification is none
 */
export async function drawSpec(
  host: HTMLElement,
  spec: ChartSpec,
  { theme, width }: DrawOptions,
): Promise<Drawing> {
  const sized = { ...spec, width, autosize: { type: 'fit-x', contains: 'padding' } };
  const config = themeConfig(theme);
  const { spec: compiled } = compile(sized as unknown as TopLevelSpec, { config, logger: quiet() });
  const view = new vega.View(vega.parse(compiled, {}, { ast: true }), {
    expr: expressionInterpreter,
    loader: noLoader,
    logger: quiet(),
    renderer: 'svg',
    container: host,
    hover: true,
    tooltip: showTooltip(host),
  });
  await view.runAsync();
  return {
    svg: () => view.toSVG(),
    png: async () => (await view.toCanvas(2)).toDataURL('image/png').replace(/^[^,]*,/, ''),
    resize: (wanted) => void view.width(wanted).runAsync(),
    dispose: () => {
      view.finalize();
      host.replaceChildren();
    },
  };
}

/** What Vega has to say of a specification is nothing that a person could change. */
function quiet(): vega.LoggerInterface {
  return vega.logger(vega.None);
}
