import { afterAll, describe, expect, test } from "vitest";
import { channelNames } from "../../../../shared/contract/channels.ts";
import {
  contract,
  type ChannelName,
} from "../../../../shared/contract/index.ts";
import { TestAuthority } from "../../../doubles/certificates.ts";
import { channelRequests } from "../../../doubles/channel-requests.ts";
import {
  must,
  openHost,
  type MemoryHost,
} from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const talosconfig = makeTalosconfig(3);
const signer = new TestAuthority();
afterAll(() => signer.dispose());

async function readyHost(): Promise<MemoryHost> {
  const memory = await openHost(talosconfig);
  memory.clipboard = talosconfig;
  memory.chosenFile = "/home/you/chosen";
  memory.files.set("/secrets.pem", signer.pair.crt + signer.pair.key);
  memory.passphrase = "a passphrase of twelve";
  memory.typedRecoveryKey = memory.shownRecoveryKey;
  return memory;
}

/**
 * Calls a channel and locks when it has waited for `steps` things, which take their time: so what goes on beside the call
 * waits while the call ends, and a lock that falls there is after it.
 */
async function lockAt(
  memory: MemoryHost,
  name: ChannelName,
  request: unknown,
  steps: number,
) {
  let waited = 0;
  let isLocked = false;
  memory.meanwhile = async () => {
    const isDue = ++waited === steps;
    await new Promise(setImmediate);
    if (!isDue) return;
    isLocked = true;
    await memory.host.lock("The machine went to sleep.");
  };
  const reply = await memory.host.call(name, request);
  memory.meanwhile = async () => undefined;
  return { reply, isLocked };
}

/** Locking and the state are what they are at any time. */
const unmoved: readonly ChannelName[] = ["vault.lock", "vault.state"];
const moved = channelNames.filter((name) => !unmoved.includes(name));
const mostSteps = 40;

describe("a lock that falls while a call waits", () => {
  test.each(moved)(
    "%s opens nothing again, starts nothing and keeps nothing",
    async (name) => {
      let wasLocked = false;
      // A passphrase costs a second each time that it opens something.
      const most = name === "vault.set-passphrase" ? 2 : mostSteps;
      for (let steps = 1; steps <= most; steps++) {
        const memory = await readyHost();
        const { host } = memory;
        const all = await channelRequests(memory);
        memory.leases.clear();
        const { reply, isLocked } = await lockAt(
          memory,
          name,
          all[name],
          steps,
        );
        if (!isLocked) break;
        wasLocked = true;
        expect(host.isUnlocked).toBe(false);
        expect(memory.leases.size).toBe(0);
        if (contract[name].access === "unlocked")
          expect(reply).toMatchObject({
            ok: false,
            error: { code: "vault-locked" },
          });
        must(await host.ask("vault.unlock", { with: "keychain" }));
        // What the call would have left behind: something to undo, or an opened file.
        expect((await host.ask("vault.undo", {})).ok).toBe(false);
        expect(memory.bugs).toEqual([]);
      }
      if (contract[name].access === "unlocked" && asksSomething.has(name))
        expect(wasLocked).toBe(true);
    },
  );

  test("the dialog of a recovery key stays open over a sleep: the vault stays locked when it is closed", async () => {
    const memory = await readyHost();
    const { host } = memory;
    let asked = 0;
    memory.meanwhile = async () => {
      asked++;
      if (memory.shownRecoveryKey !== before) await host.lock("sleep");
    };
    const before = memory.shownRecoveryKey;
    await host.ask("vault.replace-recovery-key", {});
    expect(asked).toBeGreaterThan(0);
    expect(memory.shownRecoveryKey).not.toBe(before);
    expect(host.isUnlocked).toBe(false);
    // The new key is the one that counts, and the vault opens as before.
    memory.meanwhile = async () => undefined;
    must(await host.ask("vault.unlock", { with: "keychain" }));
  });

  test("a lock and an unlock meanwhile do not revive what began before", async () => {
    const memory = await readyHost();
    const { host } = memory;
    const all = await channelRequests(memory);
    let isDone = false;
    memory.meanwhile = async () => {
      if (isDone) return;
      isDone = true;
      await host.lock("a test");
      must(await host.ask("vault.unlock", { with: "keychain" }));
    };
    const opened = await host.call("contexts.export", all["contexts.export"]);
    expect(opened).toMatchObject({ error: { code: "vault-locked" } });
    expect(memory.files.has("/home/you/chosen")).toBe(false);
    expect(host.isUnlocked).toBe(true);
  });

  test("a file that was being opened is not kept for later", async () => {
    const memory = await readyHost();
    const { host } = memory;
    memory.meanwhile = () => host.lock("a test");
    await host.ask("issuing.open-authority", { path: "/secrets.pem" });
    expect(host.keepUpload(new Uint8Array([1]))).toMatch(/^[0-9a-f]{32}$/);
    memory.meanwhile = async () => undefined;
    const token = host.keepUpload(new TextEncoder().encode(talosconfig));
    must(await host.ask("vault.unlock", { with: "keychain" }));
    const opened = await host.ask("imports.open", { kind: "upload", token });
    expect(opened).toMatchObject({
      ok: false,
      error: { code: "file-missing" },
    });
  });
});

/** What certainly waits for a disk, a person or a node. */
const asksSomething: ReadonlySet<ChannelName> = new Set([
  "vault.set-passphrase",
  "vault.remove-passphrase",
  "vault.replace-recovery-key",
  "vault.backup",
  "contexts.use",
  "contexts.edit",
  "contexts.remove",
  "contexts.export",
  "imports.apply",
  "issuing.issue",
  "renewals.renew",
  "rotation.inspect",
  "health.check",
  "sessions.start",
  "sessions.repoint",
]);
