import type {
  ContextRow,
  LastUse,
  ListedContext,
} from "../../../shared/contract/contexts.ts";
import type { WireError } from "../../../shared/contract/wire.ts";
import { RowOrder } from "./row-order.ts";

/** What a person changes with one click: it is shown at once. */
export type RowEdit = Partial<
  Pick<ContextRow, "favorite" | "production" | "color" | "labels">
>;

/** Something that is shown before it is written. */
export interface Claim {
  /** It is written: main says so in the next rows, if it has not yet. */
  readonly keep: () => void;
  /** It is not: what was there before shows again. */
  readonly drop: () => void;
}

interface Shown {
  readonly current: string | null;
  readonly edits: ReadonlyMap<string, RowEdit>;
  isKept: boolean;
}

function namedBy({ current, edits }: Shown): readonly string[] {
  return current === null ? [...edits.keys()] : [...edits.keys(), current];
}

/**
 * The rows of the list as the page shows them: as main told them last, with what this page has changed and main has not
 * written yet. Rows that stay the same are the same objects, and so is the list of them; which context is the current one is
 * held apart from it, so that whoever makes another one current waits for nothing that goes through all of them. What one
 * click costs here does not grow with the list.
 */
export class RowStore {
  readonly #listeners = new Set<() => void>();
  #told: readonly ContextRow[] | null = null;
  /** Which one main said is current, last. */
  #toldCurrent: string | null = null;
  /** Rows that came while a list was on its way: the list may be older. */
  #sinceAsked: readonly ContextRow[] = [];
  #asked = 0;
  #error: WireError | null = null;
  #claims: readonly Shown[] = [];
  /** Those that were written before the list was asked for last: it has them, or what came after. */
  #writtenBefore: ReadonlySet<Shown> = new Set();
  #rows: readonly ContextRow[] | null = null;
  /** What the rows were made of. */
  #madeOf: {
    readonly told: readonly ContextRow[] | null;
    readonly claims: readonly Shown[];
  } = { told: null, claims: [] };
  /** Where each name stands, as long as main tells no other list. */
  #places: ReadonlyMap<string, number> = new Map();
  #currentName: string | null = null;
  /** Rows by whose `current` the list goes no more, and what they are instead. */
  readonly #turned = new WeakMap<ContextRow, ContextRow>();
  /** Names that were production when they went, as long as the vault is open. */
  #goneProduction: ReadonlySet<string> = new Set();
  #productionNames: readonly string[] = [];
  /** The rows that these are of. */
  #productionOf: readonly ContextRow[] | null = null;
  #order = new RowOrder();

  /** Why the list could not be read last. */
  get error(): WireError | null {
    return this.#error;
  }

  /** Null: not told yet. */
  get rows(): readonly ListedContext[] | null {
    return this.#rows;
  }

  /** The row of the current context; null: there is none. */
  get current(): ContextRow | null {
    return this.#currentName === null ? null : this.row(this.#currentName);
  }

  /** Remembers the order of names while the vault is open. */
  get order(): RowOrder {
    return this.#order;
  }

  row(name: string): ContextRow | null {
    const place = this.#places.get(name);
    const row = place === undefined ? undefined : this.#rows?.[place];
    if (!row) return null;
    const current = name === this.#currentName;
    if (row.current === current) return row;
    const known = this.#turned.get(row);
    if (known) return known;
    const turned = { ...row, current };
    this.#turned.set(row, turned);
    return turned;
  }

  /** Is it marked as production; or was it, and messages still name it? */
  isProduction(name: string): boolean {
    return this.row(name)?.production ?? this.#goneProduction.has(name);
  }

  /** All of these names; the same array until the rows change. */
  get productionNames(): readonly string[] {
    if (this.#productionOf !== this.#rows) {
      this.#productionOf = this.#rows;
      const marked = (this.#rows ?? []).filter(({ production }) => production);
      this.#productionNames = [
        ...marked.map(({ name }) => name),
        ...this.#goneProduction,
      ];
    }
    return this.#productionNames;
  }

  /** Calls it after every change; gives what ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The whole list is asked for from here on; what it gives says whether nobody has asked or forgotten since. */
  asked(): () => boolean {
    this.#sinceAsked = [];
    this.#writtenBefore = new Set(this.#claims.filter(({ isKept }) => isKept));
    const mine = ++this.#asked;
    return () => this.#asked === mine;
  }

  failed(error: WireError): void {
    this.#error = error;
    this.#show();
  }

  loaded(rows: readonly ContextRow[]): void {
    this.#error = null;
    this.#places = new Map(rows.map(({ name }, place) => [name, place]));
    this.#goneProduction = new Set(
      [
        ...this.#goneProduction,
        ...(this.#rows ?? []).flatMap((row) => (row.production ? [row.name] : [])), // prettier-ignore
      ].filter((name) => !this.#places.has(name)),
    );
    this.#told = rows;
    // Others may stand where those of before did.
    this.#rows = null;
    this.#toldCurrent = rows.find(({ current }) => current)?.name ?? null;
    this.#take(this.#sinceAsked);
    this.#claims = this.#claims.filter(
      (claim) =>
        !this.#writtenBefore.has(claim) &&
        !(claim.isKept && this.#isTold(claim)),
    );
    this.#show();
  }

  /** These rows are new, and no others. */
  changed(rows: readonly ContextRow[]): void {
    this.#sinceAsked = [...this.#sinceAsked, ...rows];
    if (!this.#told) return;
    const names = new Set(rows.map(({ name }) => name));
    const isAnswered = (claim: Shown) =>
      claim.isKept && namedBy(claim).every((name) => names.has(name));
    this.#claims = this.#claims.filter((claim) => !isAnswered(claim));
    this.#take(rows);
    this.#show();
  }

  used(uses: readonly LastUse[]): void {
    const later = uses.flatMap(({ name, lastUsedAt }) => {
      const row = this.#toldRow(name);
      // An answer that came late knows less.
      if (!row || (row.lastUsedAt ?? "") >= lastUsedAt) return [];
      return [{ ...row, lastUsedAt }];
    });
    if (later.length === 0) return;
    this.#replace(later);
    this.#show();
  }

  /** Nothing of the vault stays. */
  forget(): void {
    this.#asked++;
    this.#told = null;
    this.#toldCurrent = null;
    this.#claims = [];
    this.#writtenBefore = new Set();
    this.#sinceAsked = [];
    this.#order = new RowOrder();
    this.#places = new Map();
    this.#goneProduction = new Set();
    this.#show();
  }

  /** Shows contexts as they will be, or another one as the current one. */
  claim(
    names: readonly string[],
    edit: RowEdit,
    current: string | null = null,
  ): Claim {
    const edits = new Map(names.map((name) => [name, edit]));
    const claim: Shown = { current, edits, isKept: false };
    this.#claims = [...this.#claims, claim];
    this.#show();
    const drop = () => {
      this.#claims = this.#claims.filter((one) => one !== claim);
      this.#show();
    };
    return {
      drop,
      keep: () => {
        claim.isKept = true;
        if (this.#isTold(claim)) drop();
      },
    };
  }

  /** Has main said all of it already? */
  #isTold({ current, edits }: Shown): boolean {
    return (
      (current === null || current === this.#toldCurrent) &&
      [...edits].every(([name, edit]) => {
        const row = this.#toldRow(name);
        return !row || !differs(row, edit);
      })
    );
  }

  #toldRow(name: string): ContextRow | undefined {
    const place = this.#places.get(name);
    return place === undefined ? undefined : this.#told?.[place];
  }

  /** What main says of some rows. */
  #take(rows: readonly ContextRow[]): void {
    for (const { name, current } of rows)
      if (current) this.#toldCurrent = name;
      else if (this.#toldCurrent === name) this.#toldCurrent = null;
    this.#replace(rows);
  }

  #replace(rows: readonly ContextRow[]): void {
    if (!this.#told || rows.length === 0) return;
    const told = this.#told.slice();
    for (const row of rows) {
      const place = this.#places.get(row.name);
      if (place !== undefined) told[place] = row;
    }
    this.#told = told;
  }

  #show(): void {
    const switches = this.#claims.flatMap(({ current }) => current ?? []);
    this.#currentName = switches.at(-1) ?? this.#toldCurrent;
    const claims = this.#claims.filter(({ edits }) => edits.size > 0);
    const before = this.#madeOf;
    const isSame =
      this.#rows !== null &&
      before.told === this.#told &&
      before.claims.length === claims.length &&
      claims.every((claim, index) => claim === before.claims[index]);
    if (!isSame) {
      this.#madeOf = { told: this.#told, claims };
      this.#rows = sharing(this.#rows, this.#withEdits(claims));
    }
    for (const listener of this.#listeners) listener();
  }

  /** What main told, itself where nothing of it is claimed. */
  #withEdits(claims: readonly Shown[]): readonly ContextRow[] | null {
    let rows = this.#told;
    for (const { edits } of claims)
      for (const [name, edit] of edits) {
        const place = this.#places.get(name);
        const row = place === undefined ? undefined : rows?.[place];
        if (!rows || place === undefined || !row || !differs(row, edit)) continue; // prettier-ignore
        rows = rows.with(place, { ...row, ...edit });
      }
    return rows;
  }
}

/** The rows of before, and their list, as far as they say the same. */
function sharing(
  before: readonly ContextRow[] | null,
  after: readonly ContextRow[] | null,
): readonly ContextRow[] | null {
  if (!before || !after) return after;
  const rows = after.map((row, place) => {
    const old = before[place];
    return old && isSameListed(old, row) ? old : row;
  });
  return rows.every((row, place) => row === before[place]) ? before : rows;
}

/** Apart from which context is the current one. */
function isSameListed(one: ContextRow, other: ContextRow): boolean {
  const text = (row: ContextRow) => JSON.stringify({ ...row, current: false });
  return one === other || text(one) === text(other);
}

function differs(row: ContextRow, edit: RowEdit): boolean {
  const names = Object.keys(edit) as (keyof RowEdit)[];
  return names.some(
    (name) => JSON.stringify(row[name]) !== JSON.stringify(edit[name]),
  );
}
