const quotedText = /^[ \t]*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/;
const otherThanText = /^(?:null|true|false|yes|no|on|off)$/i;
const controlNames: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Divides what stands behind `key:` into the value and the comment with the blanks before it. */
export function splitComment(value: string): { scalar: string; comment: string } {
  const quoted = quotedText.exec(value)?.[0].length ?? 0;
  const found = value.slice(quoted).search(/(?:^|[ \t]+)#/);
  const end = found === -1 ? value.length : quoted + found;
  return { scalar: value.slice(0, end).trim(), comment: value.slice(end) };
}

/**
 * Reads a YAML scalar of one line as text; '' for none or null. Undefined for everything else YAML has (lists, maps, tags,
 * text over several lines): a parser for all of it would weigh more than the rest of what opening a notebook loads.
 */
export function readScalar(value: string): string | undefined {
  const { scalar } = splitComment(value);
  if (quotedText.exec(scalar)?.[0] === scalar) {
    const inner = scalar.slice(1, -1);
    if (scalar.startsWith("'")) return inner.replaceAll("''", "'");
    return inner.replace(/\\(.)/g, (_, char: string) => controls[char] ?? char);
  }
  if (scalar === '' || scalar === '~' || /^null$/i.test(scalar)) return '';
  const special = /^[[\]{},&*!|>'"%@`]|^[-?:](?:[ \t]|$)|:(?:[ \t]|$)/.test(scalar);
  return special ? undefined : scalar;
}

/** Writes text so that YAML reads it back as that text. */
export function writeScalar(text: string): string {
  if (/^[A-Za-z_][\w./-]*$/.test(text) && !otherThanText.test(text)) return text;
  return `"${text.replace(/["\\\n\r\t]/g, (char) => controlNames[char] ?? `\\${char}`)}"`;
}
