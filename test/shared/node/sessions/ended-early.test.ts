import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Lease } from "../../../../shared/core/sessions/lease.ts";
import { emptyTalosconfig } from "../../../../shared/core/talosconfig/yaml/emit.ts";
import { endSession } from "../../../../shared/node/sessions/leases/end-session.ts";
import { LeaseJournal } from "../../../../shared/node/sessions/leases/lease-journal.ts";
import { runCommand } from "../../../../shared/node/sessions/commands/run-command.ts";
import { SessionHolder } from "../../../../shared/node/sessions/session-holder.ts";
import type { EndReason } from "../../../../shared/core/sessions/end-reason.ts";
import { processIdentity } from "../../../../shared/node/system/processes/process-identity.ts";
import { systemClock } from "../../../../shared/node/system/system-clock.ts";
import { must } from "../../../doubles/memory-host.ts";

/** Nobody is asked yet: a holder listens some milliseconds after its session began. */
describe.skipIf(process.platform === "win32")(
  "a session that is ended before its holder listens",
  () => {
    let home: string;
    let journal: LeaseJournal;
    let ended: EndReason[];
    const id = "e".repeat(32);

    beforeEach(() => {
      home = mkdtempSync(join(tmpdir(), "tv-early-"));
      journal = new LeaseJournal(home);
      ended = [];
    });
    afterEach(() => rmSync(home, { recursive: true, force: true }));

    function start(
      from = journal,
      onEnd: (lease: Lease, reason: EndReason) => void = (_, reason) =>
        ended.push(reason),
    ): SessionHolder {
      const now = Date.now();
      return must(
        SessionHolder.start(from, systemClock, {
          facts: {
            id,
            kind: "exec",
            context: "prod",
            roles: ["os:reader"],
            credential: "derived",
            delivery: "file",
            isFollowing: false,
            startedAt: new Date(now).toISOString(),
            expiresAt: new Date(now + 60_000).toISOString(),
          },
          document: new TextEncoder().encode("key: of a session\n"),
          runFolder: home,
          watched: null,
          loginKey: null,
          onEnd,
        }),
      );
    }

    const self = () => {
      const identity = processIdentity(process.pid);
      if (!identity) throw new Error("this process is there");
      return identity;
    };

    test("says why its command ended", async () => {
      const holder = start();
      must(await endSession(journal, holder.lease));
      expect(ended).toEqual([]);
      holder.close();
      expect(ended).toEqual(["asked"]);
      expect(journal.list()).toEqual([]);
    });

    test("stays ended where its command begins just then, and ends that", async () => {
      const stop = new AbortController();
      const holder = start(journal, (_, reason) => {
        ended.push(reason);
        stop.abort();
      });
      must(await endSession(journal, holder.lease));
      const outcome = await runCommand(["sleep", "60"], process.env, {
        stop: stop.signal,
        onStart: () => holder.belongTo(self()),
      });
      expect(outcome).toEqual({ kind: "ended", code: 128 + 15 });
      expect(ended).toEqual(["asked"]);
      expect(journal.read(id)?.state).toBe("ended");
      expect(readFileSync(holder.lease.path, "utf8")).toBe(emptyTalosconfig);
      holder.close();
      expect(ended).toEqual(["asked"]);
    });

    test("has no key where it was ended before its folder was there, and its command is ended", async () => {
      // What another process sees at that moment.
      const whenRecorded = new LeaseJournal(home);
      const record = whenRecorded.record.bind(whenRecorded);
      let isFirst = true;
      let asked: Promise<unknown> = Promise.resolve();
      whenRecorded.record = (lease) => {
        const done = record(lease);
        if (isFirst) asked = endSession(journal, lease);
        isFirst = false;
        return done;
      };
      const stop = new AbortController();
      const holder = start(whenRecorded, (_, reason) => {
        ended.push(reason);
        stop.abort();
      });
      await asked;
      expect(ended).toEqual(["asked"]);
      expect(readFileSync(holder.lease.path, "utf8")).toBe(emptyTalosconfig);
      const outcome = await runCommand(["sleep", "60"], process.env, {
        stop: stop.signal,
      });
      expect(outcome).toEqual({ kind: "ended", code: 128 + 15 });
      holder.close();
      expect(existsSync(holder.lease.folder)).toBe(false);
    });
  },
);
