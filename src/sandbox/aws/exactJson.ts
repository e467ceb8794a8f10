/** A number that goes over the wire as its text, where a double would round it. */
export class ExactNumber {
  readonly text: string;
  /** @throws RangeError where the text is not a JSON number. */
  constructor(text: string) {
    if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) throw new RangeError('Not a JSON number.');
    this.text = text;
  }
}

/** JSON.stringify that keeps every digit of an ExactNumber. Members that are undefined are left out. */
export function exactJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(exactJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${exactJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** A time as AWS JSON writes it: seconds since 1970, milliseconds as the fraction. */
export function epochSeconds(time: Date): number {
  return time.getTime() / 1000;
}
