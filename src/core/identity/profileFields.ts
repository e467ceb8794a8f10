export interface ProfileProblem {
  /** Where in the settings, for example `profiles[0].sites[1].applicationArn`. */
  readonly path: string;
  /** What to write. */
  readonly message: string;
}

/** Says what to write instead, or undefined when the text is fine. */
export type TextCheck = (text: string) => string | undefined;

/** Reads one JSON object of the settings field by field; everything that is wrong goes to `problems`. */
export class ProfileFields {
  readonly path: string;
  readonly #problems: ProfileProblem[];
  readonly #fields: Readonly<Record<string, unknown>> | undefined;

  constructor(value: unknown, path: string, problems: ProfileProblem[], known: readonly string[]) {
    this.path = path;
    this.#problems = problems;
    this.#fields = isRecord(value) ? value : undefined;
    if (this.#fields === undefined) {
      this.#add(path, `Write an object with ${known.map((key) => `"${key}"`).join(', ')}.`);
      return;
    }
    for (const key of Object.keys(this.#fields).filter((name) => !known.includes(name))) {
      const near = nearest(key, known);
      this.#add(`${path}.${key}`, near ? `Unknown; did you mean "${near}"?` : `Unknown; remove it.`);
    }
  }

  /** Adds a problem with a field, or with the object itself where no key is given. */
  problem(message: string, key?: string): void {
    this.#add(key === undefined ? this.path : `${this.path}.${key}`, message);
  }

  has(key: string): boolean {
    return this.#fields?.[key] !== undefined;
  }

  value(key: string): unknown {
    return this.#fields?.[key];
  }

  /** The text of a field that must be there; empty when it is wrong, which `problems` then says. */
  text(key: string, check: TextCheck): string {
    if (this.#fields === undefined) return '';
    return readText(this.#fields[key], `${this.path}.${key}`, check, this.#problems);
  }

  optionalText(key: string, check: TextCheck): string | undefined {
    return this.has(key) ? this.text(key, check) : undefined;
  }

  /** The entries of a list that must be there and hold something, each read by `read`. */
  list<T>(key: string, empty: string, read: (entry: unknown, path: string) => T): T[] {
    if (this.#fields === undefined) return [];
    const value = this.#fields[key];
    const path = `${this.path}.${key}`;
    if (!Array.isArray(value) || value.length === 0) {
      this.#add(path, empty);
      return [];
    }
    return value.map((entry: unknown, index) => read(entry, `${path}[${index}]`));
  }

  #add(path: string, message: string): void {
    this.#problems.push({ path, message });
  }
}

export function readText(value: unknown, path: string, check: TextCheck, problems: ProfileProblem[]): string {
  const wrong = typeof value === 'string' ? check(value) : (check('') ?? 'Write a text.');
  if (wrong === undefined) return value as string;
  problems.push({ path, message: wrong });
  return '';
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The known key that a misspelt one probably meant: at most a third of its letters away, case aside. */
function nearest(key: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, distance: editDistance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, best.name.length / 3) ? best.name : undefined;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substituted));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
