import { describe, expect, test } from "vitest";
import { dueNotices } from "../../../../shared/core/certificates/expiry-notices.ts";
import { defaultSettings } from "../../../../shared/core/settings/settings.ts";
import { must, openHost } from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const talosconfig = makeTalosconfig(1);
const dayMs = 24 * 60 * 60 * 1000;

describe("notices before the end", () => {
  test("a certificate is told of at 30, 14, 7 and 1 days, once each", () => {
    const notAfter = new Date("2027-01-31T00:00:00Z");
    const daysTold = (lifeDays: number) => {
      const notBefore = new Date(notAfter.getTime() - lifeDays * dayMs);
      const one = [{ name: "prod", fingerprint: "f", notBefore, notAfter }];
      const told = new Set<string>();
      const days: number[] = [];
      for (let before = 40; before >= -2; before--) {
        const now = new Date(notAfter.getTime() - before * dayMs);
        for (const { key } of dueNotices(one, told, now)) {
          told.add(key);
          days.push(before);
        }
      }
      return days;
    };
    expect(daysTold(365)).toEqual([30, 14, 7, 1]);
    // A month's certificate is not late from its first day.
    expect(daysTold(30)).toEqual([10, 7, 1]);
  });

  test("after a long sleep one thing is told, not three", () => {
    const now = new Date("2027-01-30T12:00:00Z");
    const notAfter = new Date("2027-01-31T00:00:00Z");
    const due = dueNotices(
      [
        {
          name: "prod",
          fingerprint: "f",
          notBefore: new Date("2026-01-31T00:00:00Z"),
          notAfter,
        },
      ],
      new Set(),
      now,
    );
    expect(due.map(({ key }) => key)).toEqual(["f:1"]);
  });

  test("the desktop hears of it once, and not at all when it does not want to", async () => {
    const memory = await openHost(talosconfig);
    const [row] = must(await memory.host.ask("contexts.list", {}));
    memory.now = new Date(Date.parse(row?.notAfter ?? "") - 5 * dayMs);
    memory.settings = { ...defaultSettings, expiryNotices: false };
    await memory.host.wake();
    expect(memory.notified).toEqual([]);
    memory.settings = defaultSettings;
    await memory.host.wake();
    await memory.host.wake();
    expect(memory.notified).toEqual([
      expect.stringContaining("context-1") as string,
    ]);
  });

  test("production is marked on the desktop, where nothing is red", async () => {
    const memory = await openHost(talosconfig);
    const edit = { production: true };
    must(await memory.host.ask("contexts.edit", { name: "context-1", edit }));
    const [row] = must(await memory.host.ask("contexts.list", {}));
    memory.now = new Date(Date.parse(row?.notAfter ?? "") - 5 * dayMs);
    await memory.host.wake();
    expect(memory.notified).toEqual([
      expect.stringContaining("context-1 (production): in") as string,
    ]);
  });

  test("what was told of a certificate that is gone is forgotten with it, and nothing else is", async () => {
    const memory = await openHost(talosconfig);
    const [row] = must(await memory.host.ask("contexts.list", {}));
    memory.now = new Date(Date.parse(row?.notAfter ?? "") - 5 * dayMs);
    memory.told = new Set([
      "gone:30",
      "gone:7",
      "renewal:a:2027-01-01",
      "app:tray",
      `${row?.fingerprint ?? ""}:30`,
    ]);
    await memory.host.wake();
    expect([...memory.told]).toEqual([
      "renewal:a:2027-01-01",
      "app:tray",
      `${row?.fingerprint ?? ""}:30`,
      `${row?.fingerprint ?? ""}:7`,
    ]);
  });

  test("a session is announced five minutes before its end", async () => {
    const memory = await openHost(talosconfig);
    memory.now = new Date("2026-11-25T12:00:00Z");
    must(
      await memory.host.ask("sessions.start", {
        context: "context-1",
        ttlSeconds: 3600,
        delivery: "best",
        isFollowing: false,
      }),
    );
    await memory.host.wake();
    expect(memory.notified).toEqual([]);
    memory.now = new Date("2026-11-25T12:56:00Z");
    await memory.host.wake();
    await memory.host.wake();
    expect(memory.notified).toEqual([
      "A session is about to end: context-1: in 4 min",
    ]);
    // What stands on the desktop names a context.
    await memory.host.lock("Locked.");
    expect(memory.notified).toEqual([]);
  });

  test("what falls due while the vault is locked names no context", async () => {
    const memory = await openHost(talosconfig);
    memory.now = new Date("2026-11-25T12:00:00Z");
    must(
      await memory.host.ask("sessions.start", {
        context: "context-1",
        ttlSeconds: 3600,
        delivery: "best",
        isFollowing: false,
      }),
    );
    memory.settings = { ...defaultSettings, sessionsAtLock: "keep" };
    await memory.host.lock("Locked.");
    memory.now = new Date("2026-11-25T12:56:00Z");
    await memory.host.wake();
    expect(memory.notified).toEqual(["A session is about to end: in 4 min"]);
  });

  test("a lock that falls while a certificate is looked at leaves no name on the desktop", async () => {
    const memory = await openHost(talosconfig);
    const [row] = must(await memory.host.ask("contexts.list", {}));
    memory.now = new Date(Date.parse(row?.notAfter ?? "") - 5 * dayMs);
    const looking = memory.host.wake();
    await memory.host.lock("Locked.");
    await looking;
    expect(memory.notified.join()).not.toContain("context-1");
  });
});
