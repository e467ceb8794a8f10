/** A value that is JSON already. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A number that goes over the wire as its text, where a double would round it. */
export class ExactNumber extends JsonText {
  /** @throws RangeError where the text is not a JSON number. */
  constructor(text: string) {
    if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) throw new RangeError('Not a JSON number.');
    super(text);
  }
}

/** JSON.stringify that writes a JsonText as it is, every digit of an ExactNumber too. Members that are undefined are left out. */
export function exactJson(value: unknown): string {
  if (value instanceof JsonText) return value.text;
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
