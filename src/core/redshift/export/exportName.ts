/** Characters that no file system, or no reader of its names, takes: separators, control and bidirectional ones. */
const unfit = /[\\/:*?"<>|\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;
/** Names that Windows keeps for devices. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const longest = 80;
/** Bytes; file systems end at 255, the name's ending among them. */
const largest = 200;

/** A name for a file, without its ending, of what a person called it, or of what is there instead. */
export function exportName(title: string, fallback: string): string {
  const characters = [...title.replace(unfit, ' ').replace(/\s+/g, ' ')].slice(0, longest);
  while (new TextEncoder().encode(characters.join('')).length > largest) characters.pop();
  const trimmed = characters.join('').replace(/^[\s.]+|[\s.]+$/g, '');
  if (trimmed === '') return fallback;
  return device.test(trimmed) ? `${trimmed}_` : trimmed;
}
