import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SessionFacts } from "../../../../../shared/core/sessions/lease.ts";
import { sessionDocument } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import { startSessionGateway } from "../../../../../shared/node/sessions/gateway/start-session-gateway.ts";
import { LeaseJournal } from "../../../../../shared/node/sessions/leases/lease-journal.ts";
import { SessionHolder } from "../../../../../shared/node/sessions/session-holder.ts";
import { systemClock } from "../../../../../shared/node/system/system-clock.ts";
import { contextOf } from "../../../../doubles/certificates.ts";
import { must } from "../../../../doubles/memory-host.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "tv-elevated-"));
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(home, { recursive: true, force: true });
});

test("prompt and title say what a session was given, and no longer than that lasts", async () => {
  const now = Date.now();
  const facts: SessionFacts = {
    id: "e".repeat(32),
    kind: "shell",
    context: "prod",
    roles: ["os:reader"],
    agent: "robot",
    credential: "derived",
    delivery: "gateway",
    isFollowing: false,
    startedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 3_600_000).toISOString(),
  };
  // Nobody is dialled.
  const config = contextOf("an authority", { crt: "a pair", key: "its key" });
  const { gateway, document } = must(
    await startSessionGateway({
      facts,
      home,
      document: new TextEncoder().encode(sessionDocument("prod", config).reveal()),
      rules: [{ hold: ["writes"] }],
      environment: {},
      askPerson: async () => "denied",
      waysToElevate: {
        ask: async () => ({ verdict: "once", refusal: null }),
        lend: async () => ({ ok: true, value: config }),
      },
    }),
  ); // prettier-ignore
  const holder = must(
    SessionHolder.start(new LeaseJournal(home), systemClock, {
      facts,
      document,
      runFolder: home,
      watched: null,
      loginKey: null,
      gateway,
      onEnd: () => undefined,
    }),
  );
  const said = () =>
    ["prompt", "label"].map((name) =>
      readFileSync(join(holder.lease.folder, name), "utf8")
        .trim()
        .replace(/ · until .*$/, ""),
    );
  const request = async (words: string, seconds: number) =>
    must(
      (await gateway.request?.(
        { words, seconds, reason: "now", process: 2 },
        new AbortController().signal,
      )) ?? { ok: false, error: new Error("nobody to ask") },
    );
  const own = ["prod os:reader agent robot", "prod · os:reader"];
  expect(said()).toEqual(own);
  await request("os:operator", 60);
  const elevated = [
    "prod os:reader +os:operator agent robot",
    "prod · os:reader +os:operator",
  ];
  expect(said()).toEqual(elevated);
  await request("reboot", 30);
  expect(said()).toEqual(elevated);
  vi.advanceTimersByTime(59_000);
  expect(said()).toEqual(elevated);
  vi.advanceTimersByTime(1000);
  expect(said()).toEqual(own);
  await request("os:operator", 60);
  holder.end("asked");
  expect(said()).toEqual(["session over", "session over"]);
  holder.close();
});
