import { afterEach, test } from "vitest";
import { must, openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

const ended = (id: string, context: string, reason: string) => ({
  id,
  context,
  roles: ["os:reader"],
  credential: "derived" as const,
  delivery: "fd" as const,
  reason,
  startedAt: "2026-11-28T10:00:00.000Z",
  endedAt: "2026-11-28T11:00:00.000Z",
});

test("sessions that are over stand below those that run, and a search goes through both", async () => {
  const memory = await openHost(makeTalosconfig(3));
  memory.past.push(
    ended("1".repeat(32), "context-2", "upgrade of etcd"),
    ended("2".repeat(32), "context-3", "on call"),
  );
  must(
    await memory.host.ask("sessions.start", {
      context: "context-1",
      ttlSeconds: 600,
      delivery: "best",
      isFollowing: false,
      reason: "a reboot",
    }),
  );
  page = await TestWindow.open(memory);
  await page.go("sessions");
  await page.shows("a reboot");
  await page.shows("upgrade of etcd");
  await page.shows("on call");
  await page.fill("Search sessions", "ETCD context-2");
  await page.lacks("a reboot");
  await page.lacks("on call");
  await page.shows("upgrade of etcd");
  // It would end what the search hides.
  await page.lacks("End all");
  await page.fill("Search sessions", "reboot");
  await page.shows("a reboot");
  await page.lacks("upgrade of etcd");
  await page.fill("Search sessions", "nothing of that");
  await page.shows("No session matches.");
  await page.fill("Search sessions", "");
  await page.shows("End all");
});

test("where none runs, those that are over are there all the same", async () => {
  const memory = await openHost(makeTalosconfig(2));
  memory.past.push(ended("1".repeat(32), "context-2", "upgrade of etcd"));
  // Renamed since: it has the name that leads to it.
  must(
    await memory.host.ask("contexts.rename", { from: "context-2", to: "prod" }),
  );
  page = await TestWindow.open(memory);
  await page.go("sessions");
  await page.shows("No session is running");
  await page.shows("upgrade of etcd");
  await page.shows("prod");
});
