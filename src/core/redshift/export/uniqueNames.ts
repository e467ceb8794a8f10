/** Names that differ from each other in more than case, as most readers of files want them: a second `amount` is `amount_2`. */
export function uniqueNames(columns: readonly { readonly name: string }[]): string[] {
  const asGiven = new Set(columns.map(({ name }) => name.toLowerCase()));
  const taken = new Set<string>();
  return columns.map(({ name }, index) => {
    const base = name === '' ? `column_${index + 1}` : name;
    let unique = base;
    // Nor may it be the name that another column was given.
    for (
      let count = 2;
      taken.has(unique.toLowerCase()) || (unique !== name && asGiven.has(unique.toLowerCase()));
      count++
    ) {
      unique = `${base}_${count}`;
    }
    taken.add(unique.toLowerCase());
    return unique;
  });
}
