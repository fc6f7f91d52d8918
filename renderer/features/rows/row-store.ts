import type { ContextRow, LastUse } from "../../../shared/contract/contexts.ts";
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

/**
 * The rows of the list as the page shows them: as main told them last, with what this page has changed and main has not
 * written yet. Rows that stay the same are the same objects.
 */
export class RowStore {
  readonly #listeners = new Set<() => void>();
  #told: readonly ContextRow[] | null = null;
  /** Rows that came while a list was on its way: the list may be older. */
  #sinceAsked: readonly ContextRow[] = [];
  #asked = 0;
  #error: WireError | null = null;
  #claims: readonly Shown[] = [];
  #rows: readonly ContextRow[] | null = null;
  /** Where each name stands, as long as main tells no other list. */
  #places: ReadonlyMap<string, number> = new Map();
  #current: ContextRow | null = null;
  /** Names that were production when they went, as long as the vault is open. */
  #goneProduction: ReadonlySet<string> = new Set();
  #order = new RowOrder();

  /** Why the list could not be read last. */
  get error(): WireError | null {
    return this.#error;
  }

  /** Null: not told yet. */
  get rows(): readonly ContextRow[] | null {
    return this.#rows;
  }

  /** The row of the current context; null: there is none. */
  get current(): ContextRow | null {
    return this.#current;
  }

  /** Remembers the order of names while the vault is open. */
  get order(): RowOrder {
    return this.#order;
  }

  row(name: string): ContextRow | null {
    const place = this.#places.get(name);
    return place === undefined ? null : (this.#rows?.[place] ?? null);
  }

  /** Is it marked as production; or was it, and messages still name it? */
  isProduction(name: string): boolean {
    return this.row(name)?.production ?? this.#goneProduction.has(name);
  }

  /** Calls it after every change; gives what ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The whole list is asked for from here on; what it gives says whether nobody has asked or forgotten since. */
  asked(): () => boolean {
    this.#sinceAsked = [];
    const mine = ++this.#asked;
    return () => this.#asked === mine;
  }

  failed(error: WireError): void {
    this.#error = error;
    this.#show();
  }

  loaded(rows: readonly ContextRow[]): void {
    this.#error = null;
    this.#claims = this.#claims.filter(({ isKept }) => !isKept);
    const names = new Set(rows.map(({ name }) => name));
    this.#goneProduction = new Set(
      [
        ...this.#goneProduction,
        ...(this.#rows ?? []).flatMap((row) => (row.production ? [row.name] : [])), // prettier-ignore
      ].filter((name) => !names.has(name)),
    );
    this.#told = replaced(rows, this.#sinceAsked);
    this.#places = new Map(rows.map(({ name }, place) => [name, place]));
    this.#show();
  }

  /** These rows are new, and no others. */
  changed(rows: readonly ContextRow[]): void {
    this.#sinceAsked = [...this.#sinceAsked, ...rows];
    if (!this.#told) return;
    this.#claims = this.#claims.filter(({ isKept }) => !isKept);
    this.#told = replaced(this.#told, rows);
    this.#show();
  }

  used(uses: readonly LastUse[]): void {
    const last = new Map(
      uses.map(({ name, lastUsedAt }) => [name, lastUsedAt]),
    );
    const later = this.#told?.flatMap((row) => {
      const lastUsedAt = last.get(row.name) ?? row.lastUsedAt;
      return lastUsedAt === row.lastUsedAt ? [] : [{ ...row, lastUsedAt }];
    });
    if (!this.#told || !later || later.length === 0) return;
    this.#told = replaced(this.#told, later);
    this.#show();
  }

  /** Nothing of the vault stays. */
  forget(): void {
    this.#asked++;
    this.#told = null;
    this.#claims = [];
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
        if (this.#told?.every((row) => withClaims(row, [claim]) === row))
          drop();
      },
    };
  }

  #show(): void {
    const claims = this.#claims;
    this.#rows = this.#told?.map((row) => withClaims(row, claims)) ?? null;
    this.#current = this.#rows?.find(({ current }) => current) ?? null;
    for (const listener of this.#listeners) listener();
  }
}

function replaced(
  rows: readonly ContextRow[],
  by: readonly ContextRow[],
): readonly ContextRow[] {
  if (by.length === 0) return rows;
  const fresh = new Map(by.map((row) => [row.name, row]));
  return rows.map((row) => fresh.get(row.name) ?? row);
}

/** The same row where nothing of it is claimed. */
function withClaims(row: ContextRow, claims: readonly Shown[]): ContextRow {
  let shown = row;
  for (const { current, edits } of claims) {
    const isCurrent = current === null ? shown.current : current === row.name;
    const edit = edits.get(row.name);
    if (isCurrent !== shown.current || (edit && differs(shown, edit)))
      shown = { ...shown, ...edit, current: isCurrent };
  }
  return shown;
}

function differs(row: ContextRow, edit: RowEdit): boolean {
  const names = Object.keys(edit) as (keyof RowEdit)[];
  return names.some(
    (name) => JSON.stringify(row[name]) !== JSON.stringify(edit[name]),
  );
}
