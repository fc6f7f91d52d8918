import type * as Scrypt from "../../../../shared/core/pki/primitives/scrypt.ts";
import { describe, expect, test, vi } from "vitest";
import { defaultSettings } from "../../../../shared/core/settings/settings.ts";
import { readKeptHead } from "../../../../shared/core/usecases/audit/kept-head.ts";
import { MemoryHost, must, openHost } from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

vi.mock("../../../../shared/core/pki/primitives/scrypt.ts", async (load) => {
  const { withQuickPassphrases } =
    await import("../../../doubles/quick-passphrases.ts");
  return withQuickPassphrases(await load<typeof Scrypt>());
});

const talosconfig = makeTalosconfig(2);
const session = {
  context: "context-1",
  ttlSeconds: 3600,
  delivery: "best",
  isFollowing: false,
} as const;

describe("locking", () => {
  test("locking says why, forgets opened imports, and ends this window's sessions", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    memory.clipboard = talosconfig;
    const opened = must(await host.ask("imports.open", { kind: "clipboard" }));
    must(await host.ask("sessions.start", session));
    await host.lock("The machine went to sleep.");
    const state = must(await host.ask("vault.state", {}));
    expect(state).toMatchObject({
      vault: "locked",
      lockReason: "The machine went to sleep.",
    });
    expect(memory.leases.size).toBe(0);
    must(await host.ask("vault.unlock", { with: "keychain" }));
    const { vaultId } = must(await host.ask("vault.facts", {}));
    const { ledger } = memory.vault;
    expect(ledger.events.at(-1)).toMatchObject({ event: "unlock" });
    expect(
      await readKeptHead(memory.vault.ports().keychain, vaultId ?? ""),
    ).toEqual({
      kind: "found",
      head: await ledger.head(),
    });
    const token = opened?.token ?? "";
    const again = await host.ask("imports.preview", { token, choices: [] });
    expect(again).toMatchObject({ ok: false, error: { code: "file-missing" } });
  });

  test("sessions go on where the settings say so", async () => {
    const memory = await openHost(talosconfig);
    memory.settings = { ...defaultSettings, sessionsAtLock: "keep" };
    must(await memory.host.ask("sessions.start", session));
    await memory.host.lock("test");
    expect(memory.leases.size).toBe(1);
  });

  test("a vault that nobody uses says so a minute before it locks, and leaves the sessions", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    must(await host.ask("sessions.start", session));
    await host.idle(8 * 60);
    expect(memory.notified).toEqual([]);
    await host.idle(9 * 60 + 5);
    await host.idle(9 * 60 + 20);
    expect(memory.notified).toHaveLength(1);
    expect(memory.notified.join(" ")).toMatch(/locks in 55 seconds.*go on/);
    expect(host.isUnlocked).toBe(true);
    await host.idle(10 * 60);
    expect(host.isUnlocked).toBe(false);
    expect(memory.leases.size).toBe(1);
  });

  test("sessions end with a lock for idleness where the settings say so, and with one for sleep", async () => {
    const memory = await openHost(talosconfig);
    memory.settings = { ...defaultSettings, sessionsAtIdleLock: "end-own" };
    must(await memory.host.ask("sessions.start", session));
    await memory.host.idle(10 * 60);
    expect(memory.leases.size).toBe(0);
    const other = await openHost(talosconfig);
    must(await other.host.ask("sessions.start", session));
    await other.host.lock("The machine went to sleep.");
    expect(other.leases.size).toBe(0);
  });

  test("wrong passphrases slow down, and the right one is not refused for ever", async () => {
    const memory = new MemoryHost();
    const { host } = memory;
    memory.vault.keychainState = "unavailable";
    memory.passphrase = "the right passphrase";
    must(await host.ask("vault.create", { keychain: false, passphrase: true }));
    await host.lock("test");
    memory.passphrase = "a wrong passphrase";
    const attempt = () => host.ask("vault.unlock", { with: "passphrase" });
    for (let turn = 0; turn < 3; turn++)
      expect(await attempt()).toMatchObject({
        ok: false,
        error: { message: "The passphrase does not open the vault." },
      });
    memory.passphrase = "the right passphrase";
    const refused = await attempt();
    expect(refused).toMatchObject({
      ok: false,
      error: { next: expect.stringContaining("Wait 1 second,") as string },
    });
    memory.wait(1100);
    expect((await attempt()).ok).toBe(true);
  });

  test("a vault opens at the start where the settings say so, and never asks then", async () => {
    const memory = await openHost(talosconfig);
    await memory.host.lock("test");
    await memory.host.start();
    expect(memory.host.isUnlocked).toBe(false);
    memory.settings = { ...defaultSettings, unlockAtStart: true };
    await memory.host.start();
    expect(memory.host.isUnlocked).toBe(true);
  });

  test("each state of the keychain is said in plain words", async () => {
    const memory = new MemoryHost();
    memory.vault.keychainState = "locked";
    const state = must(await memory.host.ask("vault.state", {}));
    expect(state.keychainProblem?.message).toBe("The keychain is locked.");
    const made = await memory.host.ask("vault.create", {
      keychain: true,
      passphrase: false,
    });
    expect(made).toMatchObject({
      ok: false,
      error: { code: "keychain-locked" },
    });
    expect(memory.vault.files.size).toBe(0);
  });

  test("the recovery key opens a vault whose keychain was lost", async () => {
    const memory = await openHost(talosconfig);
    memory.typedRecoveryKey = memory.shownRecoveryKey;
    await memory.host.lock("test");
    memory.vault.items.clear();
    const failed = await memory.host.ask("vault.unlock", { with: "keychain" });
    expect(failed).toMatchObject({
      ok: false,
      error: { code: "keychain-missing" },
    });
    expect(must(await memory.host.ask("vault.recover", {}))).toEqual({
      contexts: 2,
    });
    expect(memory.host.isUnlocked).toBe(true);
    // The identity, and the head of the audit log.
    expect(memory.vault.items.size).toBe(2);
  });
});

describe("what opens the vault", () => {
  test("a passphrase is set, used and removed while the vault stays open", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    memory.passphrase = "correct horse battery staple";
    must(await host.ask("vault.set-passphrase", {}));
    expect(must(await host.ask("vault.facts", {})).hasPassphrase).toBe(true);
    await host.lock("test");
    must(await host.ask("vault.unlock", { with: "passphrase" }));
    expect(memory.vault.ledger.events.at(-1)).toEqual({
      event: "unlock",
      detail: { openedWith: "passphrase" },
    });
    must(await host.ask("vault.remove-passphrase", {}));
    expect(must(await host.ask("contexts.list", {})).length).toBe(2);
    expect(must(await host.ask("vault.facts", {})).hasPassphrase).toBe(false);
  });

  test("a new recovery key is shown outside the window, and the old one is worth nothing", async () => {
    const memory = await openHost(talosconfig);
    const old = memory.shownRecoveryKey;
    must(await memory.host.ask("vault.replace-recovery-key", {}));
    expect(memory.shownRecoveryKey).not.toBe(old);
    memory.typedRecoveryKey = old;
    const recovered = await memory.host.ask("vault.recover", {});
    expect(recovered).toMatchObject({
      ok: false,
      error: { code: "recovery-key-wrong" },
    });
  });

  test("an earlier generation is put back, and the window shows it", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    must(await host.ask("contexts.remove", { names: ["context-1"] }));
    const facts = must(await host.ask("vault.facts", {}));
    const [newest = ""] = facts.backups;
    must(
      await host.ask("vault.restore", {
        kind: "generation",
        generation: newest,
      }),
    );
    expect(must(await host.ask("contexts.list", {})).length).toBe(2);
  });
});
