/** Who wants to hear of events, by their names. */
export class Listeners<Events> {
  readonly #heard = new Map<keyof Events, Set<(event: never) => void>>();

  /** @returns ends it */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const set = this.#heard.get(name) ?? new Set();
    this.#heard.set(name, set.add(listener));
    return () => void set.delete(listener);
  }

  tell<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of [...(this.#heard.get(name) ?? [])] as ((event: Events[Name]) => void)[]) {
      listener(event);
    }
  }
}
