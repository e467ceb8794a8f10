/** A reader of RFC 4180 that tells NULL, which has no quotes, from text. Made by the grammar, a character at a time. */
export function readCsv(
  text: string,
  { delimiter = ',', nullText = '' }: { readonly delimiter?: string; readonly nullText?: string } = {},
): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  for (let at = 0; at < text.length;) {
    let value = '';
    let isQuoted = false;
    if (text[at] === '"') {
      isQuoted = true;
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (at >= text.length) throw new Error('A quote is not closed.');
        if (text[at] === '"') at++;
        value += text[at] ?? '';
      }
      at++;
    } else {
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') {
        if (text[at] === '"') throw new Error('A quote stands within a value.');
        value += text[at++] ?? '';
      }
    }
    row.push(!isQuoted && value === nullText ? null : value);
    if (text[at] === delimiter) {
      at++;
      // A delimiter at the end of all has a value behind it.
      if (at === text.length) row.push(nullText === '' ? null : '');
      else continue;
    } else if (text.startsWith('\r\n', at)) at += 2;
    else if (text[at] === '\n') at++;
    else throw new Error(`Character ${at} is none of CSV.`);
    rows.push(row);
    row = [];
  }
  return rows;
}
