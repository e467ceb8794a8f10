import { plotSpec, type ChartSpec } from '../../core/chart/plotSpec.ts';
import type { ChartChoice, ChartData } from '../../protocol/chartChoice.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import type { ChartField, DrawOptions } from './contract.ts';
import { plotFields } from './plotFields.ts';

/** What tells a chart and a map apart. */
export interface ChartParts {
  readonly isMap: boolean;
  /** Its height depends on its width. */
  readonly isProportional: boolean;
  readonly name: string;
  /** Said where no choice suits the columns. */
  readonly nothing: string;
  fields(choice: ChartChoice | undefined, columns: readonly ResultColumn[]): Promise<ChartField[]>;
  plan(choice: ChartChoice, data: ChartData, options: DrawOptions): Promise<ChartSpec>;
}

/** World outlines and names of countries are loaded with the first map. */
export function kindOfChart(isMap: boolean): ChartParts {
  return isMap ? map : plot;
}

const plot: ChartParts = {
  isMap: false,
  isProportional: false,
  name: 'Chart',
  nothing: 'Choose what to draw.',
  fields: async (choice, columns) => plotFields(choice?.mark === 'map' ? undefined : choice, columns),
  plan: async (choice, data) => {
    if (choice.mark === 'map') throw new TypeError('A map is no plot.');
    return plotSpec(choice, data);
  },
};

const map: ChartParts = {
  isMap: true,
  isProportional: true,
  name: 'Map',
  nothing: 'No column holds places. Choose the one that does, or select latitude and longitude.',
  fields: async (choice, columns) => {
    const { mapFields } = await import('../map/mapFields.ts');
    return mapFields(choice?.mark === 'map' ? choice : undefined, columns);
  },
  plan: async (choice, data, options) => {
    if (choice.mark !== 'map') throw new TypeError('A plot is no map.');
    const { mapSpec } = await import('../map/mapSpec.ts');
    return mapSpec(choice, data, options);
  },
};
