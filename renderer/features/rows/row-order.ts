import type { ListedContext } from "../../../shared/contract/contexts.ts";

const naturally = new Intl.Collator("en", { numeric: true });

/** The order that people count names in: node-2 before node-10. Names are compared once, for as long as none is new. */
export class RowOrder {
  #places: ReadonlyMap<string, number> = new Map();

  byName(rows: readonly ListedContext[]): readonly ListedContext[] {
    if (!this.#isFor(rows)) this.#places = placesOf(rows);
    const ordered = rows.slice();
    for (const row of rows) {
      const place = this.#places.get(row.name);
      if (place !== undefined) ordered[place] = row;
    }
    return ordered;
  }

  #isFor(rows: readonly ListedContext[]): boolean {
    return (
      rows.length === this.#places.size &&
      rows.every(({ name }) => this.#places.has(name))
    );
  }
}

function placesOf(rows: readonly ListedContext[]): ReadonlyMap<string, number> {
  const names = rows.map(({ name }) => name);
  return new Map(
    names.toSorted(naturally.compare).map((name, place) => [name, place]),
  );
}
