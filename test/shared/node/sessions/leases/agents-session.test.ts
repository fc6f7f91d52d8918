import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Lease } from "../../../../../shared/core/sessions/lease.ts";
import { folderOwner } from "../../../../../shared/core/sessions/folder-owner.ts";
import { agentsSessionOf } from "../../../../../shared/node/sessions/leases/agents-session.ts";
import { LeaseJournal } from "../../../../../shared/node/sessions/leases/lease-journal.ts";
import { makeSessionFolder } from "../../../../../shared/node/sessions/session-folder.ts";
import { SessionHolder } from "../../../../../shared/node/sessions/session-holder.ts";
import {
  ownIdentity,
  type ProcessIdentity,
} from "../../../../../shared/node/system/processes/process-identity.ts";
import { systemClock } from "../../../../../shared/node/system/system-clock.ts";

describe("the agent's session that a process runs in", () => {
  const own = ownIdentity();
  const elsewhere = { ...own, startTime: "of another process" };
  let folder = "";
  let XDG_RUNTIME_DIR = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tv-agents-"));
    XDG_RUNTIME_DIR = join(folder, "runtime");
    mkdirSync(join(XDG_RUNTIME_DIR, "talos-vault"), {
      recursive: true,
      mode: 0o700,
    });
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  });

  const journalOf = (vault: string) => new LeaseJournal(join(folder, vault));

  /** A session of a vault, held by this process, which is its command as well. */
  function begin(
    vault: string,
    agent: string | undefined,
    { pid, startTime, bootId }: ProcessIdentity,
  ): Lease {
    const journal = journalOf(vault);
    const id = Buffer.from(`${vault}${agent ?? "person"}`.padEnd(16))
      .toString("hex")
      .slice(0, 32);
    const path = join(XDG_RUNTIME_DIR, "talos-vault", id);
    const process = { pid, startTime, bootId };
    const lease: Lease = {
      format: 1,
      id,
      kind: "exec",
      context: "prod",
      roles: ["os:reader"],
      credential: "derived",
      delivery: "gateway",
      isFollowing: false,
      ...(agent === undefined ? {} : { agent }),
      startedAt: "2026-01-01T00:00:00.000Z",
      expiresAt: "2026-01-01T01:00:00.000Z",
      folder: path,
      path: join(path, "config"),
      holder: process,
      watched: process,
      state: "active",
    };
    journal.record(lease);
    makeSessionFolder(path, folderOwner(lease, journal.home));
    return lease;
  }

  /** As one that names this vault, with these variables. */
  const found = (vault: string, env: NodeJS.ProcessEnv, pid = own.pid) =>
    agentsSessionOf(journalOf(vault), { pid, env });

  test("is known by the variables, whatever vault the process names", () => {
    const { id, path } = begin("own", "robot", elsewhere);
    begin("own", undefined, elsewhere);
    for (const vault of ["own", "other"]) {
      for (const env of [
        { XDG_RUNTIME_DIR, TALOS_VAULT_SESSION: id },
        { TALOSCONFIG: path, TALOS_VAULT_SESSION: id },
        { TALOSCONFIG: path },
      ])
        expect(found(vault, env)).toMatchObject({
          agent: "robot",
          lease: { id, context: "prod" },
        });
      expect(found(vault, { XDG_RUNTIME_DIR })).toBeNull();
    }
  });

  test("is known by its folder alone, where its vault no longer has it", () => {
    const { id, path } = begin("own", "robot", elsewhere);
    rmSync(journalOf("own").home, { recursive: true });
    const said = { id, agent: "robot", lease: null };
    expect(found("other", { TALOSCONFIG: path })).toMatchObject(said);
  });

  test("is said by the folder that a holder makes", () => {
    const {
      holder: _,
      watched: __,
      ...facts
    } = begin("own", "robot", elsewhere);
    const { id, context, roles, credential, delivery, isFollowing } = facts;
    rmSync(facts.folder, { recursive: true });
    const startedAt = systemClock.now();
    const expiresAt = new Date(startedAt.getTime() + 60_000);
    const started = SessionHolder.start(journalOf("third"), systemClock, {
      facts: {
        id,
        context,
        roles,
        credential,
        delivery,
        isFollowing,
        agent: "robot",
        startedAt: startedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      },
      document: new Uint8Array(),
      runFolder: join(XDG_RUNTIME_DIR, "talos-vault"),
      watched: null,
      loginKey: null,
      onEnd: () => undefined,
    });
    if (!started.ok) throw new Error(started.error.message);
    const env = { XDG_RUNTIME_DIR, TALOS_VAULT_SESSION: id };
    expect(found("other", env)).toMatchObject({ agent: "robot" });
    started.value.close();
    expect(found("other", env)).toBeNull();
  });

  test("of a person is none", () => {
    const { id, path } = begin("own", undefined, own);
    for (const vault of ["own", "other"])
      expect(
        found(vault, {
          XDG_RUNTIME_DIR,
          TALOSCONFIG: path,
          TALOS_VAULT_SESSION: id,
        }),
      ).toBeNull();
  });

  describe.runIf(process.platform === "linux")("on Linux", () => {
    test.each(["own", "other"])(
      "is the one that it was started in, whatever its variables say, of %s vault",
      (vault) => {
        const alice = begin("own", "alice", own);
        const bob = begin("own", "bob", elsewhere);
        const person = begin("other", undefined, elsewhere);
        for (const { id, path } of [alice, bob, person])
          expect(
            found(vault, {
              XDG_RUNTIME_DIR,
              TALOSCONFIG: path,
              TALOS_VAULT_SESSION: id,
            }),
          ).toMatchObject({ agent: "alice", lease: { id: alice.id } });
        expect(found(vault, { XDG_RUNTIME_DIR })?.agent).toBe("alice");
      },
    );

    test("is none of an earlier boot", () => {
      begin("own", "robot", { ...own, bootId: "of an earlier boot" });
      for (const vault of ["own", "other"])
        expect(found(vault, { XDG_RUNTIME_DIR })).toBeNull();
    });
  });
});
