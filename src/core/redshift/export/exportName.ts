/** Characters that no file system, or no reader of its names, takes: separators, control and bidirectional ones. */
const unfit = /[\\/:*?"<>|\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;
/** Names that Windows keeps for devices. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const longest = 80;

/** A name for a file, without its ending, of what a person called it, or of what is there instead. */
export function exportName(title: string, fallback: string): string {
  const name = [...title.replace(unfit, ' ').replace(/\s+/g, ' ')].slice(0, longest).join('');
  const trimmed = name.replace(/^[\s.]+|[\s.]+$/g, '');
  if (trimmed === '') return fallback;
  return device.test(trimmed) ? `${trimmed}_` : trimmed;
}
