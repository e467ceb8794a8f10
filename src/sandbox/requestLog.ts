import type { RequestLogEntry } from '../protocol/requestLog.ts';

/** Every call that the sandbox answered, in order. Held in memory; never a token. */
export class RequestLog {
  readonly #entries: RequestLogEntry[] = [];

  record(entry: Omit<RequestLogEntry, 'sequence' | 'time'>): void {
    this.#entries.push({ sequence: this.#entries.length + 1, time: new Date().toISOString(), ...entry });
  }

  /** Entries with a sequence above `after`, oldest first. */
  entries(after = 0): readonly RequestLogEntry[] {
    return this.#entries.slice(after);
  }
}
