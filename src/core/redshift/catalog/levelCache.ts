/** Names from the database down, as one key: no name in Redshift holds the character U+0000. */
export const pathOf = (...names: readonly string[]): string => names.join('\0');

export const namesOf = (path: string): readonly string[] => path.split('\0');

interface Entry<T> {
  value?: T;
  /** False once forgotten: the value is still shown, but asked for anew. */
  fresh: boolean;
  fetching?: Promise<T>;
  extending?: Promise<T>;
}

/** Levels of one kind, each fetched once however many ask for it at the same time. */
export class LevelCache<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #landed: (path: string, value: T) => void;

  /** @param landed called when a value was fetched and kept */
  constructor(landed: (path: string, value: T) => void = () => {}) {
    this.#landed = landed;
  }

  /** What is kept, forgotten or not. */
  peek(path: string): T | undefined {
    return this.#entries.get(path)?.value;
  }

  /** Every path with its value. */
  *values(): Iterable<readonly [string, T]> {
    for (const [path, { value }] of this.#entries) if (value !== undefined) yield [path, value];
  }

  fetch(path: string, read: () => Promise<T>): Promise<T> {
    const entry = this.#entries.get(path) ?? { fresh: false };
    this.#entries.set(path, entry);
    if (entry.fresh && entry.value !== undefined) return Promise.resolve(entry.value);
    return (entry.fetching ??= this.#fly(path, entry, 'fetching', read));
  }

  /**
   * Replaces a value by a longer one; the kept one stays where that fails.
   * @returns undefined where nothing is kept, or only what is forgotten
   */
  extend(path: string, read: (value: T) => Promise<T>): Promise<T> | undefined {
    const entry = this.#entries.get(path);
    if (entry?.value === undefined || !entry.fresh) return undefined;
    const { value } = entry;
    return (entry.extending ??= this.#fly(path, entry, 'extending', () => read(value)));
  }

  /** Forgets a path and all below it; everything without a path. Answers under way are for those who wait alone. */
  forget(prefix?: string): void {
    for (const [path, entry] of this.#entries) {
      if (!isWithin(path, prefix)) continue;
      entry.fresh = false;
      delete entry.fetching;
      delete entry.extending;
    }
  }

  /** Drops what is below a path under names that are gone. */
  prune(parent: string | undefined, names: ReadonlySet<string>): void {
    const depth = parent === undefined ? 0 : namesOf(parent).length;
    for (const path of [...this.#entries.keys()]) {
      if (path === parent || !isWithin(path, parent)) continue;
      if (!names.has(namesOf(path)[depth] ?? '')) this.#entries.delete(path);
    }
  }

  #fly(path: string, entry: Entry<T>, slot: 'fetching' | 'extending', read: () => Promise<T>): Promise<T> {
    // Forgotten or dropped since: the answer is too old to be kept.
    const isCurrent = (): boolean => this.#entries.get(path) === entry && entry[slot] === flight;
    const flight: Promise<T> = read().then(
      (value) => {
        if (isCurrent()) {
          entry.value = value;
          entry.fresh = true;
          delete entry[slot];
          this.#landed(path, value);
        }
        return value;
      },
      (error: unknown) => {
        if (isCurrent()) delete entry[slot];
        throw error;
      },
    );
    return flight;
  }
}

function isWithin(path: string, prefix: string | undefined): boolean {
  return prefix === undefined || path === prefix || path.startsWith(`${prefix}\0`);
}
