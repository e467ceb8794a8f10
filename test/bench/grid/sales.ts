/** Rows of the result that the grids draw. */
export const rowCount = 1_000_000;

const countries = ['Japan', 'Deutschland', 'Korea, Republic of', 'España', 'United States', '中国'];

/** Eight values of mixed types; each row has its own `sale_id`, and its own `note` as far as there is one. */
export function sale(row: number): (string | null)[] {
  return [
    String(9_007_199_254_740_993n + BigInt(row) * 7919n),
    String((row * 31) % 100),
    ((row * 7919) % 1_000_000).toFixed(2),
    row % 9 === 0 ? null : String(Math.sqrt(row) / 7),
    row % 3 === 0 ? 't' : 'f',
    new Date(1_700_000_000_000 + row * 61_000).toISOString().replace('T', ' ').slice(0, 19),
    countries[row % countries.length] ?? '',
    row % 20 === 0 ? null : `order ${(row * 7919) % 1_000_003} was shipped`,
  ];
}

export const columnNames = [
  'sale_id',
  'quantity',
  'amount',
  'discount',
  'is_online',
  'sold_at',
  'country',
  'note',
];
