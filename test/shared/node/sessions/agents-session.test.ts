import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Lease } from "../../../../shared/core/sessions/lease.ts";
import { agentsSessionOf } from "../../../../shared/node/sessions/agents-session.ts";
import { LeaseJournal } from "../../../../shared/node/sessions/lease-journal.ts";
import { ownIdentity } from "../../../../shared/node/system/process-identity.ts";

test.runIf(process.platform === "linux")(
  "a process is in the agent's session that it was started in, and in none of an earlier boot",
  () => {
    const home = mkdtempSync(join(tmpdir(), "tv-agents-"));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const journal = new LeaseJournal(home);
    const own = ownIdentity();
    const lease: Lease = {
      format: 1,
      id: "a".repeat(32),
      kind: "exec",
      context: "prod",
      roles: ["os:reader"],
      credential: "derived",
      delivery: "gateway",
      isFollowing: false,
      agent: "robot",
      startedAt: "2026-01-01T00:00:00.000Z",
      expiresAt: "2026-01-01T01:00:00.000Z",
      folder: join(home, "session"),
      path: join(home, "session", "config"),
      holder: { ...own },
      watched: { ...own },
      state: "active",
    };
    const found = () => agentsSessionOf(journal, { pid: own.pid, env: {} })?.id;
    journal.record(lease);
    expect(found()).toBe(lease.id);
    const earlier = { ...own, bootId: "of an earlier boot" };
    journal.record({ ...lease, holder: earlier, watched: earlier });
    expect(found()).toBeUndefined();
  },
);
