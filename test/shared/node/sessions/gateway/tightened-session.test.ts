import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { GuardRules } from "../../../../../shared/core/gateway/guard/guard-rules.ts";
import type { SessionFacts } from "../../../../../shared/core/sessions/lease.ts";
import { sessionDocument } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import { rightsOf } from "../../../../../shared/node/sessions/gateway/read-session-calls.ts";
import { startSessionGateway } from "../../../../../shared/node/sessions/gateway/start-session-gateway.ts";
import { askHolder } from "../../../../../shared/node/sessions/leases/end-session.ts";
import { sessionTightener } from "../../../../../shared/node/sessions/leases/tighten-sessions.ts";
import { LeaseJournal } from "../../../../../shared/node/sessions/leases/lease-journal.ts";
import { SessionHolder } from "../../../../../shared/node/sessions/session-holder.ts";
import { systemClock } from "../../../../../shared/node/system/system-clock.ts";
import { atTheEdge } from "../../../../doubles/at-the-edge.ts";
import { contextOf } from "../../../../doubles/certificates.ts";
import { must } from "../../../../doubles/memory-host.ts";

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) cleanUp();
});

/** A session of prod with a gateway; nobody is dialled. */
async function session() {
  const home = mkdtempSync(join(tmpdir(), "tv-tightened-"));
  const now = Date.now();
  const facts: SessionFacts = {
    id: "a".repeat(32),
    kind: "exec",
    context: "prod",
    roles: ["os:admin"],
    credential: "derived",
    delivery: "gateway",
    isFollowing: false,
    startedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 3_600_000).toISOString(),
  };
  const config = contextOf("an authority", { crt: "a pair", key: "its key" });
  const started = must(
    await startSessionGateway({
      facts,
      home,
      document: new TextEncoder().encode(
        sessionDocument("prod", config).reveal(),
      ),
      rules: [{ hold: ["writes"] }],
      environment: {},
      askPerson: async () => "denied",
    }),
  );
  const journal = new LeaseJournal(home);
  const holder = must(
    SessionHolder.start(journal, systemClock, {
      facts,
      ...started,
      runFolder: home,
      watched: null,
      loginKey: null,
      onEnd: () => undefined,
    }),
  );
  cleanUps.push(
    () => rmSync(home, { recursive: true, force: true }),
    () => holder.close(),
  );
  return { holder, journal, gateway: started.gateway };
}

test("a running session goes by one guard more, which its lease says, and the same one counts once", async () => {
  const { holder, journal } = await session();
  const tighten = (rules: object) => askHolder(holder.lease, { verb: "tighten", rules }); // prettier-ignore
  // It listens a moment after it began.
  await expect
    .poll(() => tighten({ deny: ["reboot"], maxNodes: 1 }))
    .toBe(true);
  expect(await tighten({ deny: ["reboot"], maxNodes: 1 })).toBe(true);
  // A word of a later release.
  expect(await tighten({ deny: ["no such thing"] })).toBe(false);
  expect((await rightsOf(holder.lease))?.rules).toEqual([
    { hold: ["writes"] },
    { deny: ["reboot"], maxNodes: 1, onlyNarrows: true },
  ]);
  const [lease] = journal.list();
  expect(lease?.gateway?.walls).toContain("nodes");
  expect(lease?.gateway?.budget).toEqual({ maxNodes: 1 });
  holder.end("asked");
  expect(await tighten({ deny: ["reads"] })).toBe(false);
});

test("the guard of its context reaches a running session once, whoever tells it", async () => {
  const { holder, journal } = await session();
  const tighten = sessionTightener(journal);
  const guardOf = (guard: GuardRules) => (context: string) =>
    context === "prod" ? guard : null;
  const said = async (how: typeof tighten, guard: GuardRules) =>
    (await how(guardOf(guard), "short")).map(({ outcome }) => outcome);
  await expect.poll(() => said(tighten, { deny: ["reboot"] })).toEqual(["new"]);
  expect(await said(tighten, { deny: ["reboot"] })).toEqual(["known"]);
  // Another program of ours has told nothing yet.
  expect(await said(sessionTightener(journal), { deny: ["reboot"] })).toEqual(["known"]); // prettier-ignore
  // No guard at all says nothing to one that began without.
  expect(await said(tighten, {})).toEqual(["known"]);
  expect(await tighten(() => null, "long")).toEqual([]);
  expect(await said(tighten, { deny: ["no such thing"] })).toEqual(["silent"]);
  holder.end("asked");
  expect(await said(tighten, { deny: ["reads"] })).toEqual([]);
});

atTheEdge("gatewayRules", {
  make: async (count) => ({ count, gateway: (await session()).gateway }),
  read: ({ count, gateway }) => {
    const told = Array.from({ length: count - 1 }, (_, maxCalls) =>
      gateway.tighten({ maxCalls: maxCalls + 1 }),
    );
    return told.at(-1);
  },
  taken: (told) => expect(told).toBe("new"),
  refused: (told) => expect(told).toBe("refused"),
});
