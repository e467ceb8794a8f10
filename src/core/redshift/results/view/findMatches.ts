import type { Matches, ResultWork, WorkRows } from './contract.ts';
import { markMatches } from './markMatches.ts';
import { TextSearch } from './textSearch.ts';
import { pageStarts, WholeColumn } from './wholeColumn.ts';

/** Matches that are kept at most. */
const mostMatches = 100_000;

/** Cells whose text, as it is shown, contains the text; none where it is empty. */
export function findMatches(
  rows: WorkRows,
  { text, matchCase, columns }: Parameters<ResultWork['find']>[1],
  most = mostMatches,
): Matches {
  const found = new FoundCells(most);
  if (text !== '') {
    const search = new TextSearch('contains', text, matchCase);
    const searched = columns.map((index) => ({ index, column: WholeColumn.of(rows, index) }));
    if (rows.order === undefined) findInPages(rows, searched, search, found);
    else findInView(rows, rows.order, searched, search, found);
  }
  return found.matches();
}

interface Searched {
  readonly index: number;
  readonly column: WholeColumn;
}

/** Page after page, until there is enough. */
function findInPages(
  { pages }: WorkRows,
  searched: readonly Searched[],
  search: TextSearch,
  found: FoundCells,
): void {
  const starts = pageStarts(pages);
  for (let page = 0; page < pages.length && !found.isMore; page++) {
    const first = starts[page] as number;
    const rowCount = (starts[page + 1] as number) - first;
    const marked = markPage(searched, page, rowCount, search);
    for (let row = 0; marked.length > 0 && row < rowCount; row++) {
      for (const { index, marks } of marked) if (marks[row] === 1) found.add(first + row, index);
    }
  }
}

function findInView(
  { pages }: WorkRows,
  order: Uint32Array,
  searched: readonly Searched[],
  search: TextSearch,
  found: FoundCells,
): void {
  const starts = pageStarts(pages);
  const rowCount = starts[pages.length] as number;
  const anywhere = new Uint8Array(rowCount);
  const marked = searched.flatMap(({ index, column: { parts } }) => {
    const marks = new Uint8Array(rowCount);
    let count = 0;
    parts.forEach((part, page) => {
      const inPage = marks.subarray(starts[page], starts[page + 1]);
      count += markMatches(part, inPage.length, search, inPage);
    });
    if (count === 0) return [];
    for (let row = 0; row < rowCount; row++) (anywhere[row] as number) |= marks[row] as number;
    return [{ index, marks }];
  });
  for (let place = 0; place < order.length && !found.isMore; place++) {
    const row = order[place] as number;
    if (anywhere[row] === 0) continue;
    for (const { index, marks } of marked) if (marks[row] === 1) found.add(place, index);
  }
}

/** The columns that have matches in a page, with a byte for each row. */
function markPage(
  searched: readonly Searched[],
  page: number,
  rowCount: number,
  search: TextSearch,
): { index: number; marks: Uint8Array }[] {
  let marks = new Uint8Array(rowCount);
  return searched.flatMap(({ index, column }) => {
    const part = column.parts[page];
    if (part === undefined || markMatches(part, rowCount, search, marks) === 0) return [];
    const taken = { index, marks };
    marks = new Uint8Array(rowCount);
    return [taken];
  });
}

class FoundCells {
  isMore = false;
  readonly #most: number;
  readonly #rows: number[] = [];
  readonly #columns: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(row: number, column: number): void {
    if (this.#rows.length === this.#most) {
      this.isMore = true;
      return;
    }
    this.#rows.push(row);
    this.#columns.push(column);
  }

  matches(): Matches {
    return {
      rows: Uint32Array.from(this.#rows),
      columns: Uint32Array.from(this.#columns),
      isMore: this.isMore,
    };
  }
}
