import { visibleText } from '../redshift/results/visibleText.ts';

/** Characters of a label. */
const longestLabel = 60;

/**
 * What categories are called where they are drawn, each otherwise than the rest: NULL for SQL NULL, hidden characters as
 * escapes, cut off where they are long.
 */
export function categoryLabels(values: readonly (string | number | null)[]): string[] {
  const taken = new Set<string>(values.includes(null) ? ['NULL'] : []);
  return values.map((value) => {
    if (value === null) return 'NULL';
    const label = labelOf(String(value));
    let free = label;
    for (let number = 2; taken.has(free); number++) free = `${label} (${number})`;
    taken.add(free);
    return free;
  });
}

function labelOf(value: string): string {
  if (value.trim() === '') return value === '' ? '(empty)' : '(blank)';
  const label = visibleText(value);
  if (label.length <= longestLabel) return label;
  return `${label.slice(0, longestLabel).replace(/[\ud800-\udbff]$/, '')}…`;
}
