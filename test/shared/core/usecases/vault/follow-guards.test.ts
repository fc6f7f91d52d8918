import { beforeEach, describe, expect, test } from "vitest";
import type { GuardRules } from "../../../../../shared/core/gateway/guard/guard-rules.ts";
import { success } from "../../../../../shared/core/result.ts";
import { editContext } from "../../../../../shared/core/usecases/contexts/edit-context.ts";
import { readImport } from "../../../../../shared/core/usecases/imports/imported-file.ts";
import { importFiles } from "../../../../../shared/core/usecases/imports/apply-import.ts";
import {
  changeVault,
  type Change,
} from "../../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import { unlockVault } from "../../../../../shared/core/usecases/vault/unlocked-vault.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { must } from "../../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../../doubles/talosconfig-maker.ts";
import { makeVault, restoreInto } from "../../../../doubles/vault-life.ts";

const name = "context-1";
let vault: MemoryVault;
/** What a running session with `name` goes by; it knows each list once. */
let rules: GuardRules[];
let isSilent: boolean;

beforeEach(async () => {
  vault = new MemoryVault();
  must(await makeVault(vault.ports()));
  const bytes = new TextEncoder().encode(makeTalosconfig(2));
  const file = must(readImport("/talosconfig", { bytes, identity: null }));
  must(await importFiles(vault.ports())([file], { onConflict: "rename", use: true, dryRun: false })); // prettier-ignore
  rules = [];
  isSilent = false;
  vault.tighten = async (guardOf) => {
    const found = guardOf(name);
    if (found === null) return [];
    const session = { id: "ab".repeat(16), context: name } as const;
    if (isSilent) return [{ ...session, outcome: "silent" }];
    const text = JSON.stringify(found);
    const isKnown = text === "{}" || rules.some((one) => JSON.stringify(one) === text); // prettier-ignore
    if (!isKnown) rules.push(found);
    return [{ ...session, outcome: isKnown ? "known" : "new" }];
  };
});

function guarding(guard: GuardRules): Change {
  return (document) => editContext(document, name, { guard, isAgreed: true });
}

/** Another machine's write, in a folder that is synced. */
async function syncedWith(change: Change): Promise<void> {
  const there = vault.copy();
  must(await changeVault(there.ports())(change));
  vault.files.set("vault.age", there.files.get("vault.age") ?? new Uint8Array()); // prettier-ignore
}

const codes = () => vault.told.map(({ code }) => code);

describe("a stricter guard reaches what runs", () => {
  test("by any change of the vault, and whoever wrote is told which sessions", async () => {
    must(await changeVault(vault.ports())(guarding({ deny: ["reset"] })));
    expect(rules).toEqual([{ deny: ["reset"] }]);
    expect(vault.told).toMatchObject([
      {
        code: "session-guarded",
        severity: "info",
        message: expect.stringContaining('1 running session with "context-1" goes by its guard from the next call on') as string, // prettier-ignore
        actions: ["end-sessions"],
        about: { context: name, sessions: ["abababab"] },
      },
    ]);
    // Another context's guard says nothing about it.
    must(await changeVault(vault.ports())((document) => editContext(document, "context-2", { guard: { deny: ["reboot"] } }))); // prettier-ignore
    expect(codes()).toEqual(["session-guarded"]);
  });

  test("and whoever wrote is told of a session that does not answer", async () => {
    isSilent = true;
    must(await changeVault(vault.ports())(guarding({ deny: ["reset"] })));
    expect(vault.told).toMatchObject([
      { code: "session-not-guarded", severity: "warning", about: { context: name } }, // prettier-ignore
    ]);
    // It hears of it when it answers again, from whoever opens the vault next.
    isSilent = false;
    must(await openVault(vault.ports())());
    expect(rules).toEqual([{ deny: ["reset"] }]);
  });

  test("by a restore", async () => {
    must(await changeVault(vault.ports())(guarding({ deny: ["reset"] })));
    const { document } = must(await openVault(vault.ports())());
    must(await changeVault(vault.ports())(guarding({ deny: [] })));
    rules.length = 0;
    vault.told.length = 0;
    must(await restoreInto(vault, { kind: "generation", generation: document.generation, mark: document.store?.mark ?? "" })); // prettier-ignore
    expect(rules).toEqual([{ deny: ["reset"] }]);
    expect(codes()).toEqual(["session-guarded"]);
  });

  test("from another machine's write, once, by who opens the vault or has it open", async () => {
    await syncedWith(guarding({ deny: ["reset"] }));
    must(await openVault(vault.ports())());
    expect(rules).toEqual([{ deny: ["reset"] }]);
    expect(codes()).toEqual(["session-guarded"]);
    must(await openVault(vault.ports())());
    expect(codes()).toEqual(["session-guarded"]);

    const open = must(await unlockVault(vault.ports()));
    await syncedWith(guarding({ deny: ["reset", "reboot"] }));
    must(await open.read());
    expect(rules).toEqual([{ deny: ["reset"] }, { deny: ["reset", "reboot"] }]);
  });

  test("but a vault that cannot be opened, or is refused as older, tells nobody", async () => {
    const before = vault.files.get("vault.age") ?? new Uint8Array();
    must(await changeVault(vault.ports())((document) => success({ ...document, current: "" }))); // prettier-ignore
    let asked = 0;
    vault.tighten = async () => {
      asked += 1;
      return [];
    };
    vault.files.set("vault.age", before);
    expect(await openVault(vault.ports())()).toMatchObject({ ok: false, error: { code: "vault-rolled-back" } }); // prettier-ignore
    expect(asked).toBe(0);
  });
});
