import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import type { AllRows, RowSource } from './contract.ts';
import { TextColumn } from './page/column.ts';
import { TypedRows } from './page/typedRows.ts';

/** What one Region gave. */
export interface RegionRows {
  readonly region: string;
  readonly source: RowSource;
}

/** Of a `numeric`. */
const mostDigits = 38;

/** Rows `from` up to and without `to` of one part. */
interface Piece {
  readonly part: RegionRows;
  readonly from: number;
  readonly to: number;
}

/**
 * The results of several Regions as one, with the Region as first column: `region`, or `aws_region` where a column
 * has that name already. First come the Regions' shares of the first `head` rows, so that each shows some, then the
 * rest of each Region in turn; the rows of a Region keep their order. The columns must be the same: `haveSameColumns`.
 */
export function mergedRows(parts: readonly RegionRows[], head = 0): RowSource {
  const columns = (parts[0]?.source.columns ?? []).map((column, index) =>
    widened(
      column,
      parts.map(({ source }) => source.columns[index]),
    ),
  );
  const sizes = parts.map(({ source }) => source.totalRows);
  const shares = shareOut(sizes, head);
  const pieces: Piece[] = [
    ...parts.map((part, index) => ({ part, from: 0, to: shares[index] ?? 0 })),
    ...parts.map((part, index) => ({ part, from: shares[index] ?? 0, to: sizes[index] ?? 0 })),
  ];
  const slices = async (from: number, to: number, signal?: AbortSignal): Promise<TypedRows[]> => {
    const wanted = cut(pieces, Math.max(0, from), to);
    const found = await Promise.all(wanted.map((piece) => slicesOf(piece, signal)));
    return found.flat();
  };
  return {
    columns: [{ name: freeName(columns), typeName: 'varchar', numeric: false }, ...columns],
    totalRows: sizes.reduce((sum, size) => sum + size, 0),
    get byteLength() {
      return parts.reduce(
        (sum, { region, source }) => sum + source.byteLength + region.length * source.totalRows,
        0,
      );
    },
    slices,
    rows: async (from, to, signal) => (await slices(from, to, signal)).flatMap((piece) => piece.rows()),
    pages: async function* (signal) {
      for (const piece of pieces) yield* pagesOf(piece, signal);
    },
    all: (signal, onProgress) => allOf(parts, pieces, signal, onProgress),
    release: () => parts.forEach(({ source }) => source.release()),
  };
}

/** Whether results can be merged: the same names and types in the same order, whatever their case. */
export function haveSameColumns(left: readonly ResultColumn[], right: readonly ResultColumn[]): boolean {
  return JSON.stringify(left.map(keyOf)) === JSON.stringify(right.map(keyOf));
}

/** With room for the numbers of all; without a width where nobody knows of one. */
function widened(column: ResultColumn, all: readonly (ResultColumn | undefined)[]): ResultColumn {
  let [whole, scale] = [0, 0];
  const { precision: _, scale: __, ...others } = column;
  for (const each of all) {
    if (each?.precision === undefined || each.scale === undefined) return others;
    whole = Math.max(whole, each.precision - each.scale);
    scale = Math.max(scale, each.scale);
  }
  return whole + scale > mostDigits ? others : { ...others, precision: whole + scale, scale };
}

function keyOf({ name, typeName }: ResultColumn): readonly string[] {
  return [name.toLowerCase(), typeName.toLowerCase()];
}

/** Of `head` rows, as many for each size as for any other, as far as it reaches; what small ones leave goes to the large. */
function shareOut(sizes: readonly number[], head: number): number[] {
  const shares = sizes.map(() => 0);
  const bySize = sizes.map((size, index) => ({ size, index })).sort((a, b) => a.size - b.size);
  let left = head;
  bySize.forEach(({ size, index }, at) => {
    // Rounded up, so that the last rows of an uneven share go to somebody.
    const share = Math.min(size, Math.ceil(left / (bySize.length - at)));
    shares[index] = share;
    left -= share;
  });
  return shares;
}

/** The parts of the pieces that lie in a window over them all. */
function cut(pieces: readonly Piece[], from: number, to: number): Piece[] {
  let start = 0;
  return pieces.flatMap((piece) => {
    const offset = piece.from - start;
    start += piece.to - piece.from;
    const cutOut = {
      ...piece,
      from: Math.max(piece.from, from + offset),
      to: Math.min(piece.to, to + offset),
    };
    return cutOut.from < cutOut.to ? [cutOut] : [];
  });
}

async function slicesOf({ part, from, to }: Piece, signal: AbortSignal | undefined): Promise<TypedRows[]> {
  const slices = await part.source.slices(from, to, signal);
  return slices.map((slice) => withRegion(part.region, slice));
}

async function* pagesOf(
  piece: Piece,
  signal: AbortSignal | undefined,
): AsyncGenerator<TypedRows, void, undefined> {
  if (piece.from >= piece.to) return;
  let start = 0;
  for await (const page of piece.part.source.pages(signal)) {
    const share = shareOf(page, start, piece);
    if (share) yield share;
    start += page.rowCount;
    if (start >= piece.to) return;
  }
}

async function allOf(
  parts: readonly RegionRows[],
  pieces: readonly Piece[],
  signal: AbortSignal | undefined,
  onProgress: ((rows: number) => void) | undefined,
): Promise<AllRows> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const come = parts.map(() => 0);
  const failures: unknown[] = [];
  const loaded = await Promise.all(
    parts.map(async ({ source }, index) => {
      try {
        return await source.all(either, (rows) => {
          come[index] = rows;
          onProgress?.(come.reduce((sum, count) => sum + count, 0));
        });
      } catch (error) {
        failures.push(error);
        stop.abort();
        return undefined;
      }
    }),
  );
  const release = (): void => loaded.forEach((one) => one?.release());
  if (failures.length > 0) {
    release();
    throw failures[0];
  }
  const pages = pieces.flatMap((piece) => {
    let start = 0;
    return (loaded[parts.indexOf(piece.part)]?.pages ?? []).flatMap((page) => {
      const share = shareOf(page, start, piece);
      start += page.rowCount;
      return share ?? [];
    });
  });
  return { pages, rowCount: pages.reduce((sum, { rowCount }) => sum + rowCount, 0), release };
}

/** What a piece has of a page that begins at row `start` of its Region. */
function shareOf(page: TypedRows, start: number, { part, from, to }: Piece): TypedRows | undefined {
  const first = Math.max(0, from - start);
  const end = Math.min(page.rowCount, to - start);
  return first < end ? withRegion(part.region, page.slice(first, end)) : undefined;
}

function withRegion(region: string, { columns, rowCount }: TypedRows): TypedRows {
  const name = new TextEncoder().encode(region);
  const bytes = new Uint8Array(name.length * rowCount);
  for (let row = 0; row < rowCount; row++) bytes.set(name, row * name.length);
  return new TypedRows([new TextColumn('text', bytes, name.length, undefined), ...columns], rowCount);
}

function freeName(columns: readonly ResultColumn[]): string {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  const names = ['region', 'aws_region', ...columns.map((_, index) => `aws_region_${index + 2}`)];
  return names.find((name) => !taken.has(name)) ?? 'aws_region';
}
