import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { protocol } from "../../../../shared/core/agent/protocol.ts";
import type { Lease } from "../../../../shared/core/sessions/lease.ts";
import { emptyTalosconfig } from "../../../../shared/core/talosconfig/yaml/emit.ts";
import type { Reply } from "../../../../shared/node/agent/control-socket.ts";
import { endSession } from "../../../../shared/node/sessions/leases/end-session.ts";
import { HeldSessions } from "../../../../shared/node/sessions/agent-held-sessions.ts";
import { LeaseJournal } from "../../../../shared/node/sessions/leases/lease-journal.ts";
import type { GivenSession } from "../../../../shared/node/sessions/holder-input.ts";
import { SessionHolder } from "../../../../shared/node/sessions/session-holder.ts";
import {
  endFromOutside,
  failClosed,
} from "../../../../shared/node/sessions/leases/sweep.ts";
import { deliver } from "../../../../shared/node/sessions/session-start.ts";
import { processIdentity } from "../../../../shared/node/system/processes/process-identity.ts";
import { systemClock } from "../../../../shared/node/system/system-clock.ts";
import { systemRandom } from "../../../../shared/node/system/system-random.ts";
import { atTheEdge } from "../../../doubles/at-the-edge.ts";

const key = "key: CANARY\n";
const patience = { timeout: 20_000, interval: 20 };

let base: string;
let runFolder: string;
let journal: LeaseJournal;
let sessions: HeldSessions;
const started: ChildProcess[] = [];

beforeEach(() => {
  base = mkdtempSync(
    join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "tv-held-"),
  );
  runFolder = join(base, "run");
  const home = join(base, "home");
  for (const path of [runFolder, home]) mkdirSync(path, { mode: 0o700 });
  journal = new LeaseJournal(home);
  sessions = new HeldSessions(journal, systemClock);
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  sessions.leave("left");
  rmSync(base, { recursive: true, force: true });
});

/** A command line that waits, and its connection. */
async function caller(
  delivery: Lease["delivery"] = "fd",
  kind: Lease["kind"] = "exec",
) {
  const self = processIdentity(process.pid);
  if (!self) throw new Error("no process");
  const connection = new AbortController();
  const news: Reply[] = [];
  let hear: (word: Reply) => void = () => undefined;
  let lease: Lease | null = null;
  const now = systemClock.now();
  const gone = sessions.hold(
    {
      facts: {
        id: Buffer.from(systemRandom.bytes(16)).toString("hex"),
        kind,
        context: "canary",
        roles: ["os:reader"],
        credential: "derived",
        delivery,
        isFollowing: false,
        startedAt: now.toISOString(),
        expiresAt: new Date(now.getTime() + 60_000).toISOString(),
      },
      document: new TextEncoder().encode(key),
      runFolder,
      caller: self,
    },
    {
      tell: (one) => void news.push(one),
      signal: connection.signal,
      onWord: (listener) => {
        hear = listener;
      },
    },
    (given) => {
      lease = given;
    },
  );
  if (lease === null) throw new Error("no session");
  return {
    lease: lease as Lease,
    news,
    gone,
    say: (word: object) => hear({ protocol, ...word }),
    hangUp: () => connection.abort(),
  };
}

async function command(): Promise<ChildProcess> {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  started.push(child);
  await once(child, "spawn");
  return child;
}

const read = ({ path }: Lease) => readFileSync(path, "utf8");
const left = () => [...readdirSync(runFolder), ...journal.list()];

describe.each(["fd", "file"] as const)(
  "a session that is held for a command line, by %s",
  (delivery) => {
    test("lasts until its command is over", async () => {
      const one = await caller(delivery);
      expect(read(one.lease)).toBe(key);
      expect(journal.read(one.lease.id)).toEqual(one.lease);
      one.say({ verb: "over" });
      expect(await one.gone).toEqual({ ok: true, value: [] });
      await expect.poll(left, patience).toEqual([]);
    });

    test("has no credential any more as soon as nobody waits, though its command lives", async () => {
      const one = await caller(delivery);
      const child = await command();
      one.say({ verb: "runs", process: child.pid });
      one.hangUp();
      expect(read(one.lease)).toBe(emptyTalosconfig);
      expect(journal.read(one.lease.id)?.state).toBe("ended");
      child.kill("SIGKILL");
      await expect.poll(left, patience).toEqual([]);
    });

    test("fails closed as long as a shell lives of which nobody could say that it runs", async () => {
      const one = await caller(delivery, "shell");
      const child = spawn("sleep", ["60"], {
        env: { TALOS_VAULT_SESSION: one.lease.id },
      });
      await once(child, "spawn");
      one.hangUp();
      expect(read(one.lease)).toBe(emptyTalosconfig);
      expect(left()).not.toEqual([]);
      child.kill("SIGKILL");
      await expect.poll(left, patience).toEqual([]);
    });

    test("is gone at once where nobody waits and nothing was started", async () => {
      const one = await caller(delivery);
      one.hangUp();
      await expect.poll(left, patience).toEqual([]);
    });

    test("goes on in another process with its document and the rest of its time", async () => {
      const one = await caller(delivery);
      let given: GivenSession | undefined;
      await sessions.handOver(async (session) => {
        given = session;
        return true;
      });
      expect(new TextDecoder().decode(given?.document)).toBe(key);
      expect(given?.lease.id).toBe(one.lease.id);
      expect(given?.leftMs).toBeGreaterThan(50_000);
      expect(given?.leftMs).toBeLessThanOrEqual(60_000);
      expect(one.news).toEqual([{ protocol, to: "moved" }]);
      // The lease stays: it is the other one's now.
      expect(journal.list()).toHaveLength(1);
      one.hangUp();
      expect(journal.read(one.lease.id)?.state).toBe("active");
    });

    test("is read to its end by who has it open while it is handed over", async () => {
      const one = await caller(delivery);
      const reader = openSync(one.lease.path, "r");
      await sessions.handOver(async () => true);
      expect(readFileSync(reader, "utf8")).toBe(key);
      closeSync(reader);
    });

    test("is ended where its lease was written over just when somebody ended it", async () => {
      const one = await caller(delivery);
      const child = await command();
      expect(endFromOutside(journal, one.lease)).toBe(true);
      journal.record(one.lease);
      one.say({ verb: "runs", process: child.pid });
      await expect
        .poll(() => one.news, patience)
        .toEqual([{ protocol, to: "ended", reason: "asked" }]);
      expect(journal.read(one.lease.id)?.state).toBe("ended");
    });

    test("ends where no other process takes it", async () => {
      const one = await caller(delivery);
      await sessions.handOver(async () => false);
      expect(one.news).toEqual([{ protocol, to: "ended", reason: "left" }]);
      expect(read(one.lease)).toBe(emptyTalosconfig);
    });

    test("is not put back where an end from outside has begun while it is taken over", async () => {
      const one = await caller(delivery);
      await sessions.handOver(async ({ lease, document, leftMs }) => {
        // What it writes of the lease was written over.
        failClosed(lease.folder);
        const onEnd = () => undefined;
        const input = { document, leftMs, onEnd };
        const taken = SessionHolder.takeOver(journal, systemClock, lease, input); // prettier-ignore
        if (taken.ok) taken.value.leave();
        expect(taken.ok).toBe(false);
        return taken.ok;
      });
      expect(one.news).toEqual([{ protocol, to: "ended", reason: "asked" }]);
      expect(read(one.lease)).toBe(emptyTalosconfig);
    });

    test("is empty once its end is written down, though it was put back in between", async () => {
      const one = await caller(delivery);
      await sessions.handOver(async () => true);
      const whenEnded = new LeaseJournal(journal.home);
      whenEnded.update = (lease) => {
        deliver(lease, new TextEncoder().encode(key)).letGo();
        journal.update(lease);
      };
      expect(endFromOutside(whenEnded, one.lease)).toBe(true);
      expect(read(one.lease)).toBe(emptyTalosconfig);
    });

    test("says that it was ended where somebody did that while nobody listened", async () => {
      const one = await caller(delivery);
      await sessions.handOver(async ({ lease }) => {
        expect((await endSession(journal, lease)).ok).toBe(true);
        return false;
      });
      expect(one.news).toEqual([{ protocol, to: "ended", reason: "asked" }]);
      expect(read(one.lease)).toBe(emptyTalosconfig);
    });
  },
);

test("a lock ends all of them and says why, and none begins after it", async () => {
  const both = [await caller(), await caller("file")];
  expect(sessions.takesNone).toBe(false);
  sessions.endAll("locked");
  expect(sessions.takesNone).toBe(true);
  for (const { news, lease } of both) {
    expect(news).toEqual([{ protocol, to: "ended", reason: "locked" }]);
    expect(read(lease)).toBe(emptyTalosconfig);
  }
});

test("which process has the variables is written down once it runs for a moment", async () => {
  const one = await caller();
  const child = await command();
  one.say({ verb: "runs", process: child.pid });
  await expect
    .poll(() => journal.read(one.lease.id)?.watched.pid, patience)
    .toBe(child.pid);
});

test("what no command line says ends the connection", async () => {
  const one = await caller();
  expect(() => one.say({ verb: "give me the key" })).toThrow("not a word");
  expect(() => one.say({ verb: "runs", process: 1 })).toThrow("not a word");
  expect(() => one.say({ verb: "over", protocol: 1 })).toThrow("not a word");
});

atTheEdge("heldSessions", {
  make: async (count) => {
    for (let index = 0; index < count - 1; index++) await caller();
    return sessions;
  },
  read: ({ takesNone }) => takesNone,
  taken: (takesNone) => expect(takesNone).toBe(false),
  refused: (takesNone) => expect(takesNone).toBe(true),
});
