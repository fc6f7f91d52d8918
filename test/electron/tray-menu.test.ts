import { expect, test } from "vitest";
import {
  currentAndLastUsed,
  trayMenu,
  trayTip,
  type TrayFacts,
  type TrayItem,
} from "../../electron/desktop/tray-menu.ts";
import type { SessionView } from "../../shared/core/sessions/session-view.ts";
import { contextRow } from "../doubles/context-row.ts";

const now = new Date("2026-11-29T09:00:00Z");
const after = (minutes: number) =>
  new Date(now.getTime() + minutes * 60_000).toISOString();

function session(context: string, minutes: number): SessionView {
  return {
    id: `id-of-${context}`,
    kind: "window",
    context,
    roles: ["os:reader"],
    credential: "derived",
    delivery: "fd",
    path: "/run/config",
    pid: 2,
    startedAt: now.toISOString(),
    expiresAt: after(minutes),
    state: "active",
    isFollowing: false,
    reason: null,
    endpoint: null,
    walls: [],
    agent: null,
    budget: null,
  };
}

/** Eight contexts; `prod` is current, `c-1` was used last, `c-2` before it, and so on. */
const contexts = [
  contextRow("never"),
  ...[6, 5, 4, 3, 2, 1].map((age) =>
    contextRow(`c-${String(age)}`, { lastUsedAt: after(-age) }),
  ),
  contextRow("prod", { current: true, production: true }),
];

const facts: TrayFacts = {
  isUnlocked: true,
  contexts,
  total: contexts.length,
  sessions: [session("prod", 45), session("c-1", 61)],
  now,
};

function labels(items: readonly TrayItem[]): readonly string[] {
  return items.flatMap((item) =>
    item === "separator" ? [] : [item.label, ...labels(item.items ?? [])],
  );
}

test("the current context comes first, then the five that were used last", () => {
  expect(currentAndLastUsed(contexts).map(({ name }) => name)).toEqual([
    "prod",
    "c-1",
    "c-2",
    "c-3",
    "c-4",
    "c-5",
  ]);
  const [first] = trayMenu(facts);
  expect(first).toMatchObject({
    label: "prod (production)",
    isChosen: true,
    deed: { do: "use", context: "prod" },
  });
  expect(trayTip(facts)).toBe("Talos Vault: prod (production)");
});

test.each([
  ["Open a terminal", "shell"],
  ["Open the dashboard", "dashboard"],
])("%s: it can be done with each of them", (label, runs) => {
  const open = trayMenu(facts).find(
    (item) => item !== "separator" && item.label === label,
  );
  if (!open || open === "separator") throw new Error("no terminals");
  expect(open.items?.map((item) => item !== "separator" && item.deed)).toEqual(
    currentAndLastUsed(contexts).map(({ name }) => ({
      do: "terminal",
      runs,
      context: name,
    })),
  );
});

test.each([
  [0, "ends now"],
  [1, "1 min left"],
  [59, "59 min left"],
  [60, "1 h left"],
  [61, "1 h 1 min left"],
])("a session says how long it lasts: in %i minutes", (minutes, text) => {
  const sessions = [session("prod", minutes)];
  expect(labels(trayMenu({ ...facts, sessions }))).toContain(
    `prod (production) · os:reader · ${text}`,
  );
});

test("a session that is over is not shown", () => {
  const sessions = [{ ...session("prod", 45), state: "ended" as const }];
  expect(labels(trayMenu({ ...facts, sessions })).join()).not.toContain("left");
});

test("a locked vault is unlocked from the tray, which names no context and no session's context", () => {
  const menu = trayMenu({ ...facts, isUnlocked: false });
  const text = JSON.stringify(menu);
  for (const { name } of contexts) expect(text).not.toContain(`"${name}`);
  expect(text).not.toContain("os:reader");
  expect(labels(menu)).toEqual([
    "Unlock…",
    "2 sessions are running",
    "End all sessions",
    "Show Talos Vault",
    "Quit",
  ]);
  expect(trayTip({ ...facts, isUnlocked: false })).toBe("Talos Vault");
});

test("an empty vault has nothing to choose", () => {
  expect(
    labels(trayMenu({ ...facts, contexts: [], total: 0, sessions: [] })),
  ).toEqual(["No contexts yet", "Show Talos Vault", "Lock", "Quit"]);
});
