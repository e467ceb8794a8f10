import { visibleText } from '../redshift/results/visibleText.ts';

const shownNames = 5;
const longestName = 40;

/** Rows, in words: `1 row`, `6,300 rows`. */
export function rowsText(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'}`;
}

/** What of a result is not on the map, in the order in which it is said. */
export class MapNotes {
  /** Rows whose place is NULL or empty. */
  placeless = 0;
  /** Rows beyond 90° or 180°. */
  outOfRange = 0;
  /** Rows whose geometry cannot be read. */
  unreadable = 0;
  /** Rows whose shape is one too many. */
  tooMany = 0;
  /** Degrees within which points were put together, because there are too many. */
  step: number | undefined;
  /** A column that was to name the places, and is gone. */
  missingLabel: string | undefined;
  #unknown = 0;
  readonly #unknownNames = new Set<string>();
  #hasMoreNames = false;

  /** A row whose country is none. */
  addUnknown(name: string): void {
    this.#unknown += 1;
    if (this.#unknownNames.has(name)) return;
    if (this.#unknownNames.size < shownNames) this.#unknownNames.add(name);
    else this.#hasMoreNames = true;
  }

  texts(): string[] {
    const said = (count: number, words: string): string[] =>
      count === 0 ? [] : [`Not on the map: ${rowsText(count)} ${words}.`];
    return [
      ...said(this.placeless, 'without a place'),
      ...said(this.#unknown, `whose country is not known: ${this.#names()}`),
      ...said(this.outOfRange, 'with coordinates beyond 90° of latitude or 180° of longitude'),
      ...said(this.unreadable, 'with a geometry that cannot be read'),
      ...said(this.tooMany, 'with more or larger shapes than can be drawn'),
      ...(this.step === undefined ? [] : [`Points within about ${degrees(this.step)}° are drawn as one.`]),
      ...(this.missingLabel === undefined
        ? []
        : [`The places have no names: the result has no column “${visibleText(this.missingLabel)}”.`]),
    ];
  }

  #names(): string {
    const shown = [...this.#unknownNames].map((name) => {
      const text = visibleText(name.slice(0, longestName));
      return name.length > longestName ? `${text}…` : text;
    });
    return `${shown.join(', ')}${this.#hasMoreNames ? ' and others' : ''}`;
  }
}

function degrees(step: number): string {
  return step.toLocaleString('en-US', { maximumSignificantDigits: 1 });
}
