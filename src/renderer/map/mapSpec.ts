import type { ChartSpec } from '../../core/chart/plotSpec.ts';
import type { DrawOptions } from '../chart/contract.ts';
import { vegaLiteSchema } from '../../core/chart/plotSpec.ts';
import { plainTitle, shownName } from '../../core/chart/chartWords.ts';
import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import type { ChartData, MapChoice } from '../../protocol/chartChoice.ts';
import { mapExtent } from './mapExtent.ts';
import { mapLook, type MapLook } from './mapLook.ts';
import { mapMarks, noValue, type MapMarks, type PlaceValues } from './mapMarks.ts';
import { countryOutlines } from './worldOutlines.ts';

/** Pixels. */
const [leastHeight, mostHeight] = [200, 460];
/** Square pixels that all points together may take at most, and one of them. */
const [mostInk, largestPoint, smallestPoint] = [40_000, 700, 18] as const;
/** Marks that are read out one by one. */
const mostRead = 200;
const exact = ',.15~g';

/** `sum of amount`; `rows` where they are counted. */
export function mapMeasureWords({ measure, aggregate }: MapChoice): string {
  if (measure === undefined) return 'rows';
  return aggregate === 'count' ? `count of ${shownName(measure)}` : `${aggregate} of ${shownName(measure)}`;
}

/** One sentence that says what is drawn, for those who don't see it. */
export function mapWords(choice: MapChoice, { rows }: Pick<ChartData, 'rows'>): string {
  const { place } = choice;
  const by =
    place.kind === 'point'
      ? `${shownName(place.latitude)} and ${shownName(place.longitude)}`
      : shownName(place.column);
  return `Map: ${mapMeasureWords(choice)} by ${by}; ${formatCount(rows.length)} ${rows.length === 1 ? 'place' : 'places'}.`;
}

/**
 * How to draw a map in Vega-Lite, outlines included. Names and values of the result are never part of an expression.
 */
export function mapSpec(choice: MapChoice, data: ChartData, { theme, width }: DrawOptions): ChartSpec {
  const look = mapLook(theme);
  const marks = mapMarks(data, choice, mapMeasureWords(choice));
  const { fit, turned, ratio } = mapExtent(marks, choice.extent);
  return {
    $schema: vegaLiteSchema,
    description: mapWords(choice, data),
    width: 'container',
    // Its sides are in line with what stands above and below it.
    padding: { left: 0, top: 4, right: 0, bottom: 4 },
    height: Math.round(Math.min(mostHeight, Math.max(leastHeight, width / ratio))),
    view: { fill: look.sea, stroke: null },
    projection: { type: 'equalEarth', fit, ...(turned === 0 ? {} : { rotate: [-turned, 0, 0] }) },
    layer: [landLayer(look), ...markLayers(marks, choice, look, data.rows.length <= mostRead)],
  };
}

/** Outlines are a picture: nobody wants to hear of them. */
function landLayer(look: MapLook): object {
  const values = countryOutlines().map(({ geometry }) => ({ type: 'Feature', geometry }));
  return {
    data: { values },
    mark: {
      type: 'geoshape',
      aria: false,
      clip: true,
      fill: look.land,
      stroke: look.border,
      strokeWidth: 0.6,
      tooltip: null,
    },
  };
}

function markLayers(marks: MapMarks, choice: MapChoice, look: MapLook, isRead: boolean): object[] {
  const title = mapMeasureWords(choice);
  const all: readonly PlaceValues[] = [...marks.areas, ...marks.lines, ...marks.points];
  // Beside areas the colour alone says it: one legend for both.
  const isSized = choice.place.kind !== 'country' && marks.areas.length + marks.lines.length === 0;
  const scale = colourScale(all, look);
  const colour = {
    field: 'measure',
    type: 'quantitative',
    scale,
    legend: legendOf(title, all, isSized),
  };
  const said = (valueOf: object): object => ({
    ...(isRead ? { description: { field: 'words', type: 'nominal' } } : {}),
    tooltip: tooltipOf(choice, { ...valueOf, title: plainTitle(title) }),
  });
  const common = { aria: isRead, clip: true };
  const layers: object[] = [];
  const add = (values: readonly PlaceValues[], mark: object, encoding: object): void => {
    const [full, empty] = [values.filter(isMeasured), values.filter((each) => !isMeasured(each))];
    if (empty.length > 0) {
      layers.push({
        data: { values: empty.map((each) => ({ ...each, value: noValue })) },
        mark: { ...common, ...mark, ...emptyMark(mark, look) },
        encoding: { ...withoutMeasure(encoding), ...said({ field: 'value', type: 'nominal' }) },
      });
    }
    if (full.length > 0) {
      layers.push({
        data: { values: full },
        mark: { ...common, ...mark },
        encoding: {
          ...encoding,
          ...said({ field: 'measure', type: 'quantitative', format: exact }),
        },
      });
    }
  };
  const isCountry = choice.place.kind === 'country';
  const area = {
    type: 'geoshape',
    stroke: look.outline,
    strokeWidth: 0.6,
    fillOpacity: isCountry ? 1 : 0.7,
  };
  add(marks.areas, area, { color: colour });
  add(marks.lines, { type: 'geoshape', filled: false, strokeWidth: 2 }, { color: colour });
  const circle = { type: 'circle', opacity: isCountry ? 1 : 0.8, stroke: look.outline, strokeWidth: 0.8 };
  const where = {
    longitude: { field: 'longitude', type: 'quantitative' },
    latitude: { field: 'latitude', type: 'quantitative' },
  };
  if (isSized) add(marks.points, circle, { ...where, color: colour, size: sizeOf(marks, title) });
  else add(marks.points, { ...circle, size: 90 }, { ...where, color: colour });
  return layers;
}

function isMeasured({ measure }: PlaceValues): boolean {
  return measure !== null;
}

/** Small and grey: there is something, but nothing to measure. */
function emptyMark(mark: object, look: MapLook): object {
  const isCircle = 'type' in mark && mark.type === 'circle';
  return { color: look.empty, ...(isCircle ? { size: smallestPoint } : {}) };
}

function withoutMeasure(encoding: object): object {
  return Object.fromEntries(
    Object.entries(encoding).filter(([channel]) => channel !== 'color' && channel !== 'size'),
  );
}

function colourScale(all: readonly PlaceValues[], look: MapLook): object {
  const values = all.flatMap(({ measure }) => measure ?? []);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  if (values.length === 0) return {};
  if (least < 0 && greatest > 0) {
    const reach = Math.max(-least, greatest);
    return { domain: [-reach, 0, reach], range: look.diverging };
  }
  const domain = least < 0 ? [least, 0] : [0, greatest];
  return { domain: domain[0] === domain[1] ? [0, 1] : domain, range: look.ramp, interpolate: 'rgb' };
}

/** Areas go with what is measured; a loss is as large as a gain. */
function sizeOf({ points }: MapMarks, title: string): object {
  const largest = Math.min(largestPoint, Math.max(60, mostInk / Math.max(1, points.length)));
  const values = points.flatMap(({ measure }) => (measure === null ? [] : Math.abs(measure)));
  const greatest = Math.max(...values, 0);
  const hasLosses = points.some(({ measure }) => measure !== null && measure < 0);
  return {
    field: 'measure',
    type: 'quantitative',
    scale: hasLosses
      ? { domain: [-greatest, 0, greatest], range: [largest, smallestPoint, largest] }
      : { domain: [0, greatest || 1], range: [smallestPoint, largest] },
    legend: legendOf(title, points, true),
  };
}

function legendOf(title: string, all: readonly PlaceValues[], isSymbol: boolean): object {
  // 0.5 is no 500m to anybody.
  const isLong = all.some(({ measure }) => Math.abs(measure ?? 0) >= 1e4);
  return {
    title,
    orient: 'bottom',
    direction: 'horizontal',
    // A legend's own format would write 0 as 0k.
    labelExpr: isLong ? "format(datum.value, '~s')" : "format(datum.value, ',.6~g')",
    ...(isSymbol ? { type: 'symbol' } : { gradientLength: 180, gradientThickness: 10 }),
  };
}

/** @param measured says what is measured */
function tooltipOf({ place, measure }: MapChoice, measured: object): object[] {
  const heading = place.kind === 'point' ? 'place' : shownName(place.column);
  const label = place.kind === 'country' ? undefined : place.label;
  return [
    ...(label === undefined
      ? []
      : [{ field: 'label', type: 'nominal', title: plainTitle(shownName(label)) }]),
    { field: 'name', type: 'nominal', title: plainTitle(heading) },
    measured,
    ...(measure === undefined ? [] : [{ field: 'rows', type: 'quantitative', format: ',', title: 'rows' }]),
  ];
}
