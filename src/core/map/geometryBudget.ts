/** Counts what a geometry may hold, so that a damaged or hostile one ends early. */
export class GeometryBudget {
  #points = 200_000;
  #parts = 20_000;

  /** @returns whether that many more may come */
  points(count: number): boolean {
    this.#points -= count;
    return count >= 0 && this.#points >= 0;
  }

  parts(count: number): boolean {
    this.#parts -= count;
    return count >= 0 && this.#parts >= 0;
  }
}

/** Collections within collections. */
export const deepest = 8;
