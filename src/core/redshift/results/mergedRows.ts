import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import type { Row, RowSource } from './contract.ts';

/** What one Region gave. */
export interface RegionRows {
  readonly region: string;
  readonly source: RowSource;
}

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
  const columns = parts[0]?.source.columns ?? [];
  const sizes = parts.map(({ source }) => source.totalRows);
  const shares = shareOut(sizes, head);
  const pieces: Piece[] = [
    ...parts.map((part, index) => ({ part, from: 0, to: shares[index] ?? 0 })),
    ...parts.map((part, index) => ({ part, from: shares[index] ?? 0, to: sizes[index] ?? 0 })),
  ];
  return {
    columns: [{ name: freeName(columns), typeName: 'varchar', numeric: false }, ...columns],
    totalRows: sizes.reduce((sum, size) => sum + size, 0),
    rows: async (from, to, signal) => {
      const wanted = cut(pieces, Math.max(0, from), to);
      const found = await Promise.all(wanted.map((piece) => rowsOf(piece, signal)));
      return found.flat();
    },
    release: () => parts.forEach(({ source }) => source.release()),
  };
}

/** Whether results can be merged: the same names and types in the same order, whatever their case. */
export function haveSameColumns(left: readonly ResultColumn[], right: readonly ResultColumn[]): boolean {
  return JSON.stringify(left.map(keyOf)) === JSON.stringify(right.map(keyOf));
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

async function rowsOf({ part, from, to }: Piece, signal: AbortSignal | undefined): Promise<Row[]> {
  const rows = await part.source.rows(from, to, signal);
  return rows.map((row) => [part.region, ...row]);
}

function freeName(columns: readonly ResultColumn[]): string {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  const names = ['region', 'aws_region', ...columns.map((_, index) => `aws_region_${index + 2}`)];
  return names.find((name) => !taken.has(name)) ?? 'aws_region';
}
