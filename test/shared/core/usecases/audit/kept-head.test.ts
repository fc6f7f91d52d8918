import { beforeEach, describe, expect, test } from "vitest";
import type { Keychain } from "../../../../../shared/core/ports/keychain.ts";
import { vaultError } from "../../../../../shared/core/errors.ts";
import { failure, success } from "../../../../../shared/core/result.ts";
import {
  acceptLog,
  lostHead,
} from "../../../../../shared/core/usecases/audit/accept-log.ts";
import { readKeptHead } from "../../../../../shared/core/usecases/audit/kept-head.ts";
import { backupVault } from "../../../../../shared/core/usecases/vault/backup.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import { unlockVault } from "../../../../../shared/core/usecases/vault/unlocked-vault.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";

const refused = {
  kind: "unavailable",
  problem: "other",
  reason: "Cannot autolaunch D-Bus without X11 $DISPLAY",
} as const;

function keychainThat(answer: Awaited<ReturnType<Keychain["read"]>>): Keychain {
  return {
    read: async () => answer,
    write: async () => refused,
    remove: async () => refused,
  };
}

test("a machine without a keychain is told from a keychain that fails", async () => {
  const none = keychainThat({ ...refused, problem: "no-session-bus" });
  expect(await readKeptHead(none, "v")).toEqual({ kind: "no-keychain" });
  expect(await readKeptHead(keychainThat(refused), "v")).toEqual({
    kind: "unreadable",
    reason: refused.reason,
  });
});

describe("a kept line that the log lacks", () => {
  let vault: MemoryVault;
  let vaultId: string;
  let kept: Awaited<ReturnType<typeof readKeptHead>>;
  const now = () => readKeptHead(vault.ports().keychain, vaultId);
  const change = () =>
    changeVault(vault.ports())((document) =>
      success({ ...document, previous: `${document.previous}x` }),
    );
  const contradicted = [
    expect.objectContaining({
      code: "audit-contradicted",
      actions: ["accept-log"],
    }),
  ];

  beforeEach(async () => {
    vault = new MemoryVault();
    await makeVault(vault.ports());
    for (const _ of [1, 2, 3]) await vault.ledger.record({ event: "export" });
    expect(await change()).toMatchObject({ value: { warnings: [] } });
    const opened = await openVault(vault.ports())();
    vaultId = opened.ok ? opened.value.document.vaultId : "";
    kept = await now();
    expect(kept).toEqual({ kind: "found", head: await vault.ledger.head() });
    vault.ledger.lose();
    // The new log grows beyond the number that is kept.
    for (const _ of Array(20)) await vault.ledger.record({ event: "import" });
  });

  test("stays kept, and every writer of it says so", async () => {
    const done = [
      await change(),
      await unlockVault(vault.ports()),
      await backupVault(vault.ports(), vault.records)(),
      await change(),
    ];
    for (const one of done)
      expect(one).toMatchObject({ value: { warnings: contradicted } });
    expect(await now()).toEqual(kept);
  });

  test("is told from one whose archive is not there, and stays kept", async () => {
    vault.ledger.lacking = "unseen";
    expect(await change()).toMatchObject({
      value: { warnings: [{ code: "audit-unseen", actions: ["accept-log"] }] },
    });
    expect(await now()).toEqual(kept);
    expect(await lostHead(vault.ports())).toMatchObject({ ok: true });
  });

  test("goes once a person takes the log as it is, which the log keeps", async () => {
    if (kept.kind !== "found") throw new Error("it is there");
    const { head } = kept;
    await acceptLog(vault.ports(), vaultId, {
      kept: head,
      reason: "the old disk died",
    });
    expect(vault.ledger.events.at(-1)).toEqual({
      event: "log.accept",
      reason: "the old disk died",
      detail: { kept: head },
    });
    expect(await now()).toMatchObject({ head: { n: 22 } });
    expect(await change()).toMatchObject({ value: { warnings: [] } });
  });

  test("is not given up where the log cannot say that it was", async () => {
    if (kept.kind !== "found") throw new Error("it is there");
    const full = failure(vaultError("disk-full", "Full.", "Tidy."));
    vault.ledger.failure = full;
    expect(
      await acceptLog(vault.ports(), vaultId, { kept: kept.head }),
    ).toEqual(full);
    expect(await now()).toEqual(kept);
  });
});
