import { describe, expect, test } from "vitest";
import { RowStore } from "../../../renderer/features/rows/row-store.ts";
import { contextRow } from "../../doubles/context-row.ts";

const a = contextRow("a", { current: true });
const b = contextRow("b");

function storeOf(...rows: Parameters<RowStore["loaded"]>[0]): RowStore {
  const store = new RowStore();
  store.asked();
  store.loaded(rows);
  return store;
}

const currentOf = (store: RowStore) =>
  ["a", "b", "c"].filter((name) => store.row(name)?.current);

/** How often a row is read while something is done with a list of so many. */
function readsOf(count: number, act: (store: RowStore) => void): number {
  let reads = 0;
  const rows = Array.from({ length: count }, (_, index) => {
    const row = contextRow(`context-${String(index)}`, {
      current: index === 0,
    });
    return new Proxy(row, {
      get: (target, key) => {
        reads++;
        return target[key as never];
      },
    });
  });
  const store = storeOf(...rows);
  reads = 0;
  act(store);
  return reads;
}

describe("rows as the page shows them", () => {
  test("show a change before it is written, and nothing else of them moves", () => {
    const store = storeOf(a, b);
    store.claim(["b"], { favorite: true });
    expect(store.row("b")).toEqual({ ...b, favorite: true });
    expect(store.rows?.[0]).toBe(a);
  });

  test("show what was there before when it is not written", () => {
    const store = storeOf(a, b);
    const claim = store.claim(["b"], { production: true });
    claim.drop();
    expect(store.rows).toEqual([a, b]);
    expect(store.row("b")).toBe(b);
  });

  test("remember which was production when it went, for what still names it, until the vault is closed", () => {
    const production = contextRow("p", { production: true });
    const store = storeOf(a, production);
    store.loaded([a]);
    expect(store.isProduction("p")).toBe(true);
    expect(store.isProduction("a")).toBe(false);
    store.loaded([a, contextRow("p")]);
    expect(store.isProduction("p")).toBe(false);
    store.loaded([a, production]);
    store.loaded([a]);
    store.forget();
    expect(store.isProduction("p")).toBe(false);
  });

  test("have one current context at a time, whichever of two switches fails", () => {
    for (const fails of [0, 1]) {
      const store = storeOf(a, b, contextRow("c"));
      const claims = ["b", "c"].map((name) => store.claim([], {}, name));
      expect(currentOf(store)).toEqual(["c"]);
      claims[fails]?.drop();
      expect(currentOf(store)).toEqual([fails === 0 ? "c" : "b"]);
    }
  });

  test("of another current context are the same list, however often that is said", () => {
    const store = storeOf(a, b, contextRow("c"));
    const { rows } = store;
    const claim = store.claim([], {}, "b");
    const shown = store.row("b");
    expect([currentOf(store), store.current]).toEqual([["b"], shown]);
    // As main tells it when it is written, before or after its answer.
    store.changed([{ ...b, current: true }, { ...a, current: false }]); // prettier-ignore
    claim.keep();
    expect(currentOf(store)).toEqual(["b"]);
    expect(store.row("b")).toBe(shown);
    store.changed([{ ...b, current: false }, a]);
    expect(currentOf(store)).toEqual(["a"]);
    expect(store.rows).toBe(rows);
  });

  test("are read no oftener for one click where there are more of them", () => {
    const name = "context-1";
    const other = contextRow("context-0");
    const use = (store: RowStore) => {
      const claim = store.claim([], {}, name);
      store.changed([contextRow(name, { current: true }), other]);
      claim.keep();
      expect(store.current?.name).toBe(name);
    };
    const star = (store: RowStore) => {
      const claim = store.claim([name], { favorite: true });
      store.changed([contextRow(name, { favorite: true })]);
      claim.keep();
      expect(store.row(name)?.favorite).toBe(true);
    };
    for (const act of [use, star])
      expect(readsOf(500, act)).toBe(readsOf(5, act));
  });

  test("keep a change between its answer and main's rows, whichever comes first", () => {
    const written = { ...b, favorite: true };
    const late = storeOf(a, b);
    late.claim(["b"], { favorite: true }).keep();
    expect(late.row("b")).toEqual(written);
    const { rows } = late;
    late.changed([written]);
    expect(late.row("b")).toEqual(written);
    // What shows already is no other list when main says it too.
    expect(late.rows).toBe(rows);
    late.changed([b]);
    expect(late.row("b")).toBe(b);

    const early = storeOf(a, b);
    const claim = early.claim(["b"], { favorite: true });
    early.changed([written]);
    claim.keep();
    early.changed([b]);
    expect(early.row("b")).toBe(b);
  });

  test("of a list that was asked for before a change do not undo it", () => {
    const store = storeOf(a, b);
    store.asked();
    const written = { ...b, favorite: true };
    store.changed([written]);
    store.loaded([a, b]);
    expect(store.row("b")).toBe(written);
  });

  test("keep a change that was written while an older list was on its way", () => {
    const store = storeOf(a, b);
    store.asked();
    store.claim(["b"], { favorite: true }).keep();
    store.loaded([a, b]);
    expect(store.row("b")?.favorite).toBe(true);
    // A list that was asked for afterwards has it, or what somebody made of it since.
    store.asked();
    store.loaded([a, b]);
    expect(store.row("b")?.favorite).toBe(false);
  });

  test("keep a change until main tells of that row, whatever it tells of others", () => {
    const store = storeOf(a, b);
    store.claim(["b"], { favorite: true }).keep();
    store.claim([], {}, "b").keep();
    store.changed([{ ...a, production: true }]);
    expect(store.row("b")).toMatchObject({ favorite: true, current: true });
    store.changed([b]);
    expect(store.row("b")).toMatchObject({ favorite: false, current: false });
  });

  test("know when a context was last used, and stay the same objects otherwise", () => {
    const store = storeOf(a, b);
    store.used([{ name: "b", lastUsedAt: "2026-11-29T10:00:00.000Z" }]);
    store.used([{ name: "b", lastUsedAt: "2026-11-29T09:00:00.000Z" }]);
    expect(store.row("b")?.lastUsedAt).toBe("2026-11-29T10:00:00.000Z");
    expect(store.row("a")).toBe(a);
  });

  test("tell who listens, and hold nothing once they are forgotten", () => {
    const store = storeOf(a, b);
    let told = 0;
    const stop = store.subscribe(() => told++);
    store.claim(["b"], { favorite: true });
    store.forget();
    expect(told).toBe(2);
    expect([store.rows, store.row("a"), store.current]).toEqual([null, null, null]); // prettier-ignore
    stop();
    store.loaded([a]);
    expect(told).toBe(2);
  });
});
