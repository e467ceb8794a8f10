import { previewRows, type ResultColumn } from '../../../protocol/resultPayload.ts';
import { Cancelled } from '../../errors.ts';
import { StatementError } from '../statements/statementError.ts';
import type { AllRows, Row, RowSource } from './contract.ts';
import type { ResultMemory } from './resultMemory.ts';
import { PagePlace } from './pagePlace.ts';
import type { ResultPage } from './page/resultPage.ts';
import { SharedFetch } from './sharedFetch.ts';
import type { TypedRows } from './page/typedRows.ts';

/** Bytes of a result that is loaded as a whole as soon as somebody looks at it. */
const smallResult = 5_000_000;

/**
 * The page that a token stands for, the first one without; as `fetchResultPage`.
 * @param onNext is told the next page's token as soon as it is known
 */
export type FetchPage = (
  nextToken: string | undefined,
  signal: AbortSignal,
  onNext: (nextToken: string) => void,
) => Promise<ResultPage>;

interface PageFetch {
  readonly shared: SharedFetch<TypedRows>;
  /** The next page is wanted too: it is asked for before this one is parsed. */
  goesOn: boolean;
  /** It is waited for already on nobody's behalf. */
  isAhead: boolean;
}

/** Rows `first` up to and without `end` of a page. */
interface PagePiece {
  readonly page: TypedRows;
  readonly first: number;
  readonly end: number;
}

/**
 * The result set of a finished statement. Pages are fetched when their rows are asked for, the next one ahead where
 * somebody reads near the end of one. What memory has no room for is let go of and fetched again.
 */
export class StatementResult implements RowSource {
  readonly columns: readonly ResultColumn[];
  readonly #fetchPage: FetchPage;
  readonly #memory: ResultMemory;
  readonly #totalRows: number | undefined;
  /** Pages as far as their tokens are known. Only the last one may not have been fetched yet. */
  readonly #places: PagePlace[];
  /** By the token of the page. */
  readonly #fetches = new Map<string | undefined, PageFetch>();
  /** How many work on all pages. */
  #users = 0;

  constructor(first: ResultPage, fetchPage: FetchPage, memory: ResultMemory) {
    this.columns = first.columns;
    this.#fetchPage = fetchPage;
    this.#memory = memory;
    this.#totalRows = first.totalRows;
    this.#places = [this.#newPlace(undefined, 0)];
    this.#take(undefined, first);
  }

  /** From the service; where it does not count, the rows that came so far. */
  get totalRows(): number {
    return this.#totalRows ?? this.#places.reduce((sum, { rowCount = 0 }) => sum + rowCount, 0);
  }

  get byteLength(): number {
    const known = this.#places.filter(({ rowCount = 0 }) => rowCount > 0);
    const bytes = known.reduce((sum, place) => sum + place.byteLength, 0);
    const rows = known.reduce((sum, { rowCount = 0 }) => sum + rowCount, 0);
    return rows === 0 ? 0 : Math.round((bytes / rows) * Math.max(rows, this.totalRows));
  }

  async rows(from: number, to: number, signal?: AbortSignal): Promise<Row[]> {
    const pieces = await this.#pieces(from, to, signal);
    return pieces.flatMap(({ page, first, end }) => page.rows(first, end));
  }

  async slices(from: number, to: number, signal?: AbortSignal): Promise<TypedRows[]> {
    const pieces = await this.#pieces(from, to, signal);
    return pieces.map(({ page, first, end }) => page.slice(first, end));
  }

  async *pages(signal?: AbortSignal): AsyncGenerator<TypedRows, void, undefined> {
    let row = 0;
    for (let index = 0; index < this.#places.length;) {
      const place = this.#place(index);
      const values = await this.#page(place, signal, true);
      if (values !== undefined) {
        this.#fetchAhead(index + 1);
        const end = place.firstRow + values.rowCount;
        if (place.firstRow === row) yield values;
        else if (row < end) yield values.slice(row - place.firstRow, values.rowCount);
        row = Math.max(row, end);
      }
      // Meanwhile another reader may have got them divided otherwise.
      const isNext = this.#places[index] === place && (this.#places[index + 1]?.firstRow ?? row) === row;
      index = isNext ? index + 1 : this.#indexOf(row);
    }
  }

  async all(signal?: AbortSignal, onProgress?: (rows: number) => void): Promise<AllRows> {
    this.#users++;
    let inUse = true;
    const release = (): void => {
      if (!inUse) return;
      inUse = false;
      this.#users--;
      this.#memory.makeRoom();
    };
    const pages: TypedRows[] = [];
    let rowCount = 0;
    try {
      for await (const values of this.pages(signal)) {
        pages.push(values);
        rowCount += values.rowCount;
        onProgress?.(rowCount);
      }
    } catch (error) {
      release();
      throw error;
    }
    return { pages, rowCount, release };
  }

  /** Whoever still waits for rows gets a Cancelled. */
  release(): void {
    for (const { shared } of this.#fetches.values()) shared.giveUp();
    for (const place of this.#places) {
      this.#memory.forget(place);
      place.letGo();
    }
  }

  async #pieces(from: number, to: number, signal: AbortSignal | undefined): Promise<PagePiece[]> {
    const pieces: PagePiece[] = [];
    let next = Math.max(0, from);
    const end = Math.min(to, this.#totalRows ?? Infinity);
    while (next < end) {
      const index = this.#indexOf(next);
      const place = this.#place(index);
      const { firstRow } = place;
      const page = await this.#page(place, signal);
      if (page === undefined) continue;
      const piece = { page, first: next - firstRow, end: Math.min(page.rowCount, end - firstRow) };
      if (piece.first < piece.end) {
        pieces.push(piece);
        next += piece.end - piece.first;
      } else if (index + 1 === this.#places.length) break;
    }
    this.#lookAhead(next);
    return pieces;
  }

  /** Of the last page that begins at the row or before it. */
  #indexOf(row: number): number {
    let low = 0;
    let high = this.#places.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#place(middle).firstRow <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #place(index: number): PagePlace {
    const place = this.#places[index];
    if (place === undefined) throw new RangeError(`There is no page ${index}.`);
    return place;
  }

  #newPlace(token: string | undefined, firstRow: number): PagePlace {
    return new PagePlace(token, firstRow, () => this.#users > 0);
  }

  /** Undefined where it is none any more: a page before it came back in another size. */
  async #page(place: PagePlace, signal?: AbortSignal, goesOn = false): Promise<TypedRows | undefined> {
    if (signal?.aborted) throw new Cancelled();
    if (place.values !== undefined) {
      this.#memory.look(place);
      return place.values;
    }
    const fetch = this.#fetch(place.token);
    fetch.goesOn ||= goesOn;
    try {
      return await fetch.shared.wait(signal);
    } catch (error) {
      if (signal?.aborted || this.#places.includes(place)) throw error;
      return undefined;
    }
  }

  /**
   * One for everybody who waits for this page.
   * @param before fetch of the page that told the token, and has to end first
   */
  #fetch(token: string | undefined, before?: SharedFetch<TypedRows>): PageFetch {
    const running = this.#fetches.get(token);
    if (running?.shared.isGivenUp === false) return running;
    const fetch: PageFetch = {
      goesOn: false,
      isAhead: false,
      shared: new SharedFetch(async (signal) => {
        let next: PageFetch | undefined;
        const askForNext = (nextToken: string): void => {
          if (fetch.goesOn && !signal.aborted) next = this.#fetch(nextToken, fetch.shared);
        };
        try {
          const page = await this.#fetchPage(token, signal, askForNext);
          await before?.wait();
          if (!signal.aborted) this.#take(token, page);
          return page.values;
        } catch (error) {
          next?.shared.giveUp();
          throw goneResult(error);
        } finally {
          if (this.#fetches.get(token) === fetch) this.#fetches.delete(token);
        }
      }),
    };
    this.#fetches.set(token, fetch);
    return fetch;
  }

  #take(token: string | undefined, { values, nextToken }: ResultPage): void {
    const index = this.#places.findIndex((place) => place.token === token);
    const place = this.#places[index];
    // Dropped meanwhile.
    if (place === undefined) return;
    // Divided otherwise than the first time: where later pages begin is no longer known.
    if (place.rowCount !== undefined && place.rowCount !== values.rowCount) this.#dropFrom(index + 1);
    this.#memory.forget(place);
    place.hold(values);
    this.#memory.look(place);
    if (nextToken === undefined || index + 1 < this.#places.length) return;
    this.#places.push(this.#newPlace(nextToken, place.firstRow + values.rowCount));
  }

  #dropFrom(index: number): void {
    for (const place of this.#places.splice(index)) {
      this.#fetches.get(place.token)?.shared.giveUp();
      this.#memory.forget(place);
    }
  }

  /** @param row behind the last one that was read */
  #lookAhead(row: number): void {
    // What an output shows by itself is no reader yet.
    if (row <= previewRows) return;
    const index = this.#indexOf(row - 1);
    const { firstRow, rowCount = 0 } = this.#place(index);
    if (this.#isSmall() || row > firstRow + rowCount / 2) this.#fetchAhead(index + 1);
  }

  #isSmall(): boolean {
    const { byteLength, rowCount } = this.#place(0);
    return (
      this.#totalRows !== undefined && !!rowCount && (byteLength / rowCount) * this.#totalRows <= smallResult
    );
  }

  /** One at a time; where it fails, the one who needs the page asks again and is told. */
  #fetchAhead(index: number): void {
    const place = this.#places[index];
    if (place === undefined || place.values !== undefined) return;
    const fetch = this.#fetch(place.token);
    if (fetch.isAhead) return;
    fetch.isAhead = true;
    fetch.shared.wait().then(
      () => this.#isSmall() && this.#fetchAhead(index + 1),
      () => {},
    );
  }
}

function goneResult(error: unknown): unknown {
  if (!(error instanceof StatementError) || error.code !== 'ResourceNotFoundException') return error;
  const { code, statementId, cause } = error;
  return new StatementError('Redshift no longer has the rows of this result.', {
    code,
    statementId,
    remedy: 'A result is kept for 24 hours. Run the cell again.',
    cause,
  });
}
