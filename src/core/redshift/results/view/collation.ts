import type { ByteRows } from './byteRows.ts';
import { sortByBytes } from './sortByBytes.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Ranks of the rows in the order of a language, by row: equal texts, and those that the language does not tell apart,
 * have the same.
 * @param locale a language tag such as `de`; one that is not known counts as the default
 */
export function collationRanks(rows: Uint32Array, values: ByteRows, locale: string): Uint32Array {
  // Each text is compared once; bytes are near the order wanted, which saves most comparisons.
  const { rows: sorted, same } = sortByBytes(rows, values, false);
  const { bytes, starts } = values;
  const texts: { text: string; from: number; to: number }[] = [];
  for (let from = 0; from < sorted.length;) {
    const row = sorted[from] as number;
    let to = from + 1;
    while (same[to - 1] === 1) to++;
    texts.push({ text: decoder.decode(bytes.subarray(starts[row], starts[row + 1])), from, to });
    from = to;
  }
  const { compare } = collator(locale);
  texts.sort((left, right) => compare(left.text, right.text));
  const ranks = new Uint32Array(starts.length - 1);
  let rank = 0;
  texts.forEach(({ text, from, to }, index) => {
    if (index > 0 && compare((texts[index - 1] as { text: string }).text, text) !== 0) rank++;
    for (let at = from; at < to; at++) ranks[sorted[at] as number] = rank;
  });
  return ranks;
}

function collator(locale: string): Intl.Collator {
  try {
    return new Intl.Collator(locale);
  } catch {
    return new Intl.Collator();
  }
}
