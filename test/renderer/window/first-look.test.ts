import { afterEach, describe, expect, test } from "vitest";
import type { FirstLook } from "../../../shared/contract/first-look.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { defaultSettings } from "../../../shared/core/settings/settings.ts";
import { expectedState } from "../../../shared/host/vault/expected-state.ts";
import { MemoryHost, must, openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

const noFiles = {
  isThere: false,
  hasPassphrase: false,
  hasRecovery: false,
  settings: defaultSettings,
};
const lockedFiles = { ...noFiles, isThere: true, hasRecovery: true };

/** What the desktop app hands to the page of such a machine. */
async function lookAt(
  { host }: MemoryHost,
  files: Parameters<typeof expectedState>[0],
): Promise<FirstLook> {
  const { path, platform, version } = must(await host.ask("vault.state", {}));
  const look = expectedState(files, { path, platform, version });
  if (look === null) throw new Error("nothing to look at");
  return look;
}

/** A page in its first frame, and the moment at which main begins to answer. */
async function firstFrame(memory: MemoryHost, look: FirstLook) {
  let answer = (): void => undefined;
  const answering = new Promise<void>((resolve) => {
    answer = resolve;
  });
  page = await TestWindow.open(memory, look, answering);
  return answer;
}

async function lockedHost(): Promise<MemoryHost> {
  const memory = await openHost(makeTalosconfig(2));
  must(await memory.host.ask("vault.lock", {}));
  return memory;
}

describe("what the page draws before main has answered", () => {
  test("is what main answers in the usual case", async () => {
    const none = new MemoryHost();
    const locked = await lockedHost();
    for (const [memory, files] of [
      [none, noFiles],
      [locked, lockedFiles],
    ] as const) {
      const { state } = await lookAt(memory, files);
      const answered = must(await memory.host.ask("vault.state", {}));
      // What else it says comes when there is time for it.
      const later = { lockReason: null, backups: [] };
      expect({ ...answered, ...later }).toEqual(state);
    }
    page = await TestWindow.open(none);
  });

  test("leaves the focus where it is when the answer agrees", async () => {
    const memory = await lockedHost();
    const answer = await firstFrame(memory, await lookAt(memory, lockedFiles));
    await page.shows("The vault is locked");
    const { focused } = page;
    answer();
    // It is not known before.
    await page.shows("You locked it.");
    expect(page.focused).toBe(focused);
  });

  test("opens the vault by a click at once", async () => {
    const memory = await lockedHost();
    const answer = await firstFrame(memory, await lookAt(memory, lockedFiles));
    await page.press("Unlock");
    expect(memory.host.isUnlocked).toBe(false);
    answer();
    await page.shows("2 contexts");
  });

  test("makes a vault by a click at once", async () => {
    const memory = new MemoryHost();
    const answer = await firstFrame(memory, await lookAt(memory, noFiles));
    await page.press("Make the vault");
    expect(memory.vault.files.size).toBe(0);
    answer();
    await page.shows("Import a talosconfig");
    expect(memory.vault.files.has("vault.age")).toBe(true);
  });

  test("asks once whether the vault is to open by itself from then on", async () => {
    const memory = new MemoryHost();
    const answer = await firstFrame(memory, await lookAt(memory, noFiles));
    answer();
    await page.tick("Open without asking at start");
    await page.press("Make the vault");
    await page.shows("Import a talosconfig");
    const unlocksAtStart = async () =>
      must(await memory.host.ask("settings.read", {})).settings.unlockAtStart;
    await expect.poll(unlocksAtStart).toBe(true);
  });

  test("says that the settings of before cannot be read, and so do the lock screen and the settings", async () => {
    const memory = new MemoryHost();
    memory.settingsProblem = vaultError("file-failed", "settings.json cannot be read as settings.", "Mend it."); // prettier-ignore
    const answer = await firstFrame(memory, await lookAt(memory, noFiles));
    answer();
    const said = "settings.json cannot be read as settings.";
    await page.shows(said);
    await page.press("Make the vault");
    await page.shows("Import a talosconfig");
    await page.go("settings");
    await page.shows(said);
    await page.press("Lock");
    await page.shows(/The vault is locked.*settings\.json cannot be read/);
  });

  test("has no vault open by itself whose keychain turned out not to work", async () => {
    const memory = new MemoryHost();
    const look = await lookAt(memory, noFiles);
    memory.vault.keychainState = "unavailable";
    const answer = await firstFrame(memory, look);
    await page.tick("Open without asking at start");
    answer();
    await page.shows("One that is made here now is opened by a passphrase.");
    memory.passphrase = "correct horse battery staple";
    await page.press("Make the vault");
    await page.shows("Import a talosconfig");
    const { settings } = must(await memory.host.ask("settings.read", {}));
    expect(settings.unlockAtStart).toBe(false);
  });

  test("makes none by that click where the keychain turns out not to work, and says so", async () => {
    const memory = new MemoryHost();
    const look = await lookAt(memory, noFiles);
    memory.vault.keychainState = "unavailable";
    const answer = await firstFrame(memory, look);
    await page.press("Make the vault");
    answer();
    await page.shows("One that is made here now is opened by a passphrase.");
    expect(memory.vault.files.size).toBe(0);
    expect(page.isEnabled("Make the vault")).toBe(true);
  });

  test("gives way to what main says of the vault", async () => {
    const memory = await lockedHost();
    const look = await lookAt(memory, lockedFiles);
    memory.vault.files.set("vault.age", new Uint8Array([1, 2, 3]));
    const answer = await firstFrame(memory, look);
    await page.press("Other ways…");
    answer();
    await page.shows("Your vault file is damaged");
  });
});
