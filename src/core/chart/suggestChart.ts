import type { Aggregate, ChartChoice, PlotChoice } from '../../protocol/chartChoice.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import { suggestMap } from '../map/suggestMap.ts';
import type { Row } from '../redshift/results/contract.ts';
import { columnKind } from '../redshift/results/page/columnKind.ts';
import { chartKind } from './chartColumn.ts';

/** What a column's name and first values say that it is good for. */
interface Candidate {
  readonly name: string;
  /** Different values but NULL among the first rows. */
  readonly distinct: number;
  readonly role: 'time' | 'measure' | 'step' | 'category' | 'none';
  readonly isDecimal: boolean;
}

/** Words of a name, at its end or alone, that tell one thing from another rather than measure it. */
const idWord =
  /(^|_)(id|ids|key|pk|fk|uuid|guid|oid|code|zip|postcode|phone|no|nr|number|hash|version|port|pid)$/;
const placeWord = /^(lat|latitude|lon|lng|long|longitude)$|_(lat|latitude|lon|lng|longitude)$/;
/** Whole numbers that are steps of something, not amounts. */
const stepWord = /(^|_)(year|quarter|month|week|day|hour|minute|weekday|dow|rank|level|bucket|bin)$/;
/** What is averaged rather than summed. */
const rateWord =
  /(^|_)(rate|ratio|share|percent|percentage|pct|avg|average|mean|median|score|price|temperature|age|latency|duration|elapsed|ms|seconds)($|_)/;
const amountWord =
  /(^|_)(amount|sales|revenue|total|sum|profit|cost|value|count|quantity|qty|rows|bytes|size)($|_)/;
/** Categories that are told apart at a glance. */
const fewColours = 6;
const goodBars = 40;

/**
 * The chart, or the map, that suits the columns; null where nothing can be drawn of them.
 * @param sample first rows of the result
 */
export function suggestChart(
  columns: readonly ResultColumn[],
  sample: readonly Row[],
  map: boolean,
): ChartChoice | null {
  return map ? suggestMap(columns, sample) : suggestPlot(columns, sample);
}

function suggestPlot(columns: readonly ResultColumn[], sample: readonly Row[]): PlotChoice | null {
  const candidates = columns
    // A choice names its columns: of two with one name the second can't be meant.
    .map((column, index) => candidateOf(column, index, sample))
    .filter(({ name }, index) => name !== '' && columns.findIndex((other) => other.name === name) === index);
  const having = (role: Candidate['role']): Candidate[] => candidates.filter((each) => each.role === role);
  const [time] = having('time');
  const measures = having('measure').sort((one, other) => weight(other) - weight(one));
  const [measure, second] = measures;
  const category = bestCategory(having('category'));
  const [step] = having('step');
  if (time && measure) {
    const isRepeated = time.distinct < sample.length;
    const colour = having('category').find(({ distinct }) => distinct > 1 && distinct <= fewColours);
    const base: PlotChoice = { mark: 'line', x: time.name, y: measure.name, aggregate: aggregateOf(measure) };
    return isRepeated && colour ? { ...base, colour: colour.name } : base;
  }
  const along = category && category.distinct <= goodBars ? category : (step ?? category);
  if (along && measure)
    return { mark: 'bar', x: along.name, y: measure.name, aggregate: aggregateOf(measure) };
  // In the order of the columns.
  if (measure && second) {
    const [x, y] = candidates.filter((each) => each === measure || each === second);
    return { mark: 'point', x: x?.name ?? measure.name, y: y?.name ?? second.name };
  }
  if (measure) return sample.length > 1 ? { mark: 'histogram', x: measure.name } : null;
  if (time) return { mark: 'histogram', x: time.name };
  return along ? { mark: 'bar', x: along.name, aggregate: 'count' } : null;
}

function candidateOf({ name, typeName }: ResultColumn, index: number, sample: readonly Row[]): Candidate {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_');
  const distinct = new Set(sample.map((row) => row[index] ?? null).filter((value) => value !== null)).size;
  const kind = columnKind(typeName);
  return { name, distinct, role: roleOf(words, typeName), isDecimal: kind === 'decimal' || kind === 'float' };
}

function roleOf(words: string, typeName: string): Candidate['role'] {
  const kind = columnKind(typeName);
  const isWhole = kind === 'integer' || kind === 'bigint';
  switch (chartKind({ typeName })) {
    case 'time':
      return 'time';
    case 'number':
      if (placeWord.test(words) || (isWhole && idWord.test(words))) return 'none';
      return isWhole && stepWord.test(words) ? 'step' : 'measure';
    case 'boolean':
      return 'category';
    default:
      return kind === 'text' && !/(^|_)(uuid|guid|hash)$/.test(words) ? 'category' : 'none';
  }
}

/** Rather one that repeats, with few values, than one that names each row; the first of those that are alike. */
function bestCategory(categories: readonly Candidate[]): Candidate | undefined {
  const suits = ({ distinct }: Candidate): number => (distinct < 2 ? 1 : distinct <= goodBars ? 2 : 0);
  return categories.toSorted((one, other) => suits(other) - suits(one))[0];
}

function weight({ name, isDecimal }: Candidate): number {
  return (amountWord.test(name.toLowerCase()) ? 2 : 0) + (isDecimal ? 1 : 0);
}

function aggregateOf({ name }: Candidate): Aggregate {
  return rateWord.test(name.toLowerCase()) ? 'average' : 'sum';
}
