import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyTalosconfig } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import { LeaseJournal } from "../../../../../shared/node/sessions/leases/lease-journal.ts";
import { removeStrays } from "../../../../../shared/node/sessions/leases/sweep.ts";
import {
  makeSessionFolder,
  ownerOf,
  removeSessionFolder,
} from "../../../../../shared/node/sessions/session-folder.ts";
import { SessionHolder } from "../../../../../shared/node/sessions/session-holder.ts";
import { ownIdentity } from "../../../../../shared/node/system/processes/process-identity.ts";
import { systemClock } from "../../../../../shared/node/system/system-clock.ts";
import { must } from "../../../../doubles/memory-host.ts";

const key = "key: of a session\n";
const alive = ownIdentity();
const gone = { ...alive, startTime: "1" };

describe.skipIf(process.platform === "win32")(
  "what is left of a session",
  () => {
    let home: string;
    let leases: LeaseJournal;
    let session: string;

    beforeEach(() => {
      home = mkdtempSync(join(tmpdir(), "tv-strays-"));
      leases = new LeaseJournal(home);
      session = join(home, "f".repeat(32));
    });
    afterEach(() => rmSync(home, { recursive: true, force: true }));

    test.each([
      ["this vault's, whose holder goes on", "own", alive, gone, false],
      ["this vault's, in which somebody is", "own", alive, alive, true],
      ["another's, whose holder lives", "another", alive, gone, true],
      ["another's, and nobody lives", "another", gone, gone, false],
    ])("is %s: it stays or goes", (_, whose, holder, watched, stays) => {
      const vault = whose === "own" ? home : "/another";
      makeSessionFolder(session, { format: 1, vault, holder, watched });
      removeStrays(leases, leases.list(), [home]);
      expect(existsSync(session)).toBe(stays);
    });

    test.each([
      ["nothing", null, 120, false],
      ["the empty talosconfig", emptyTalosconfig, 120, false],
      ["nothing yet", null, 0, true],
      ["a key", key, 120, true],
    ])("does not say whose it is, and has %s", (_, config, age, stays) => {
      mkdirSync(session, { mode: 0o700 });
      if (config !== null) writeFileSync(join(session, "config"), config);
      const then = Date.now() / 1000 - age;
      utimesSync(session, then, then);
      removeStrays(leases, leases.list(), [home]);
      expect(existsSync(session)).toBe(stays);
    });

    test("says whose it is for as long as anything is in it", () => {
      const owner = { format: 1, vault: home, holder: gone, watched: gone } as const; // prettier-ignore
      makeSessionFolder(session, owner);
      const foreign = join(session, "notes.txt");
      writeFileSync(foreign, "");
      expect(removeSessionFolder(session)).toBe(false);
      expect(ownerOf(session)).toEqual(owner);
      rmSync(foreign);
      expect(removeSessionFolder(session)).toBe(true);
    });

    test("is taken away by its holder as soon as it can be, and then its lease", async () => {
      const now = Date.now();
      const holder = must(
        SessionHolder.start(leases, systemClock, {
          facts: {
            id: "f".repeat(32),
            kind: "exec",
            context: "prod",
            roles: ["os:reader"],
            credential: "derived",
            delivery: "file",
            isFollowing: false,
            startedAt: new Date(now).toISOString(),
            expiresAt: new Date(now + 60_000).toISOString(),
          },
          document: new TextEncoder().encode(key),
          runFolder: home,
          watched: null,
          loginKey: null,
          onEnd: () => undefined,
        }),
      );
      const foreign = join(session, "notes.txt");
      writeFileSync(foreign, "");
      holder.close();
      expect(existsSync(holder.lease.path)).toBe(false);
      expect(leases.list()).toHaveLength(1);
      rmSync(foreign);
      await expect.poll(() => leases.list(), { timeout: 5000 }).toEqual([]);
      expect(existsSync(session)).toBe(false);
    });
  },
);
