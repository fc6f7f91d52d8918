import { expect, test } from "vitest";
import {
  added,
  begun,
  continued,
} from "../../../renderer/features/audit/event-window.ts";
import { emptyFilter } from "../../../renderer/features/audit/event-filter.ts";
import { EventStore } from "../../../renderer/features/audit/event-store.ts";
import type { EventRow, EventsPage } from "../../../shared/contract/audit.ts";

/** Rows of these lines, newest first, and whether there are older ones. */
function page(from: number, to: number, isNewest = false): EventsPage {
  const rows = Array.from(
    { length: from - to + 1 },
    (_, index) => ({ id: String(from - index), n: from - index }) as EventRow,
  );
  const older = to > 1 ? { file: "audit.jsonl", at: to, n: to } : null;
  return { rows, older, isNewest };
}

const numbers = ({ rows }: { readonly rows: readonly EventRow[] }) => [
  rows[0]?.n,
  rows.at(-1)?.n,
  rows.length,
];

test("a page holds so many events, and then begins another window where it ended", () => {
  let now = begun(page(5000, 4801, true));
  for (let from = 4800; !now.isFull; from -= 200)
    now = continued(now, page(from, from - 199));
  expect(numbers(now)).toEqual([5000, 3001, 2000]);
  const next = continued(now, page(3000, 2801));
  expect(numbers(next)).toEqual([3000, 2801, 200]);
  expect(next).toMatchObject({ isNewest: false, isFull: false });
});

test("where a place is there no more the newest events are shown", () => {
  const now = begun(page(400, 201, true));
  const moved = continued(now, page(450, 251, true));
  expect(numbers(moved)).toEqual([450, 251, 200]);
});

test("what was written since comes before, and after a gap all is read anew", () => {
  const now = begun(page(400, 201, true));
  expect(added(now, page(400, 201, true))).toBe(now);
  const later = added(now, page(403, 204, true));
  expect(numbers(later)).toEqual([403, 201, 203]);
  expect(later.older).toEqual(now.older);
  expect(numbers(added(now, page(900, 701, true)))).toEqual([900, 701, 200]);
});

test("a search goes on by itself until something is found, and an answer to another filter counts no more", async () => {
  const asked: (number | null)[] = [];
  const held: ((words: string) => void)[] = [];
  const store = new EventStore(async ({ words }, before) => {
    asked.push(before?.n ?? null);
    if (words === "slow") await new Promise((go) => held.push(() => go(null)));
    const from = before?.n ?? 900;
    const rows = from > 301 ? [] : page(from - 1, from - 100).rows;
    const older = { file: "audit.jsonl", at: from, n: from - 300 };
    const value = { rows, older, isNewest: before === null };
    return { ok: true, value };
  });
  store.look({ ...emptyFilter, words: "slow" });
  store.look({ ...emptyFilter, words: "quick" });
  await expect.poll(() => store.state.held?.rows.length).toBe(100);
  expect(asked).toEqual([null, null, 600, 300]);
  const { held: before } = store.state;
  for (const go of held) go("");
  await new Promise((done) => setImmediate(done));
  expect(store.state.held).toBe(before);
});

test("what is written while a page is on its way is asked for afterwards, once", async () => {
  let newest = 400;
  let asked = 0;
  let arrive = (): void => undefined;
  const store = new EventStore(async () => {
    asked++;
    const value = page(newest, newest - 199, true);
    await new Promise<void>((go) => (arrive = go));
    return { ok: true, value };
  });
  const newestShown = () => store.state.held?.rows[0]?.n;
  store.look(emptyFilter);
  newest = 402;
  store.refresh();
  store.refresh();
  arrive();
  await expect.poll(() => asked).toBe(2);
  arrive();
  await expect.poll(newestShown).toBe(402);
  expect(asked).toBe(2);
});

test("what is new is not passed over for what is older", async () => {
  let newest = 400;
  const held: (() => void)[] = [];
  const store = new EventStore(async (_, before) => {
    const value =
      before === null ? page(newest, newest - 199, true) : page(200, 101);
    await new Promise<void>((go) => held.push(go));
    return { ok: true, value };
  });
  const newestShown = () => store.state.held?.rows[0]?.n;
  store.look(emptyFilter);
  held.shift()?.();
  await expect.poll(newestShown).toBe(400);
  newest = 401;
  store.refresh();
  store.loadOlder();
  const arrive = () => {
    for (const go of held.splice(0)) go();
    return newestShown();
  };
  await expect.poll(arrive).toBe(401);
});
