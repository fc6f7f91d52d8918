import { afterEach, describe, expect, test } from "vitest";
import { MemoryHost, must, openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

async function looking(at: string): Promise<MemoryHost> {
  const memory = await openHost(makeTalosconfig(3));
  page = await TestWindow.open(memory);
  await page.go(`contexts/${at}`);
  await page.shows("Labels and note");
  return memory;
}

describe("a context whose page is open and that is changed by another program", () => {
  test("is followed to its new name", async () => {
    const { host } = await looking("context-2");
    must(await host.ask("contexts.rename", { from: "context-2", to: "lab" }));
    await page.press("More about lab");
    expect(page.place).toBe("#/contexts/lab");
  });

  test("is not followed by who has just left for another page", async () => {
    const { host } = await looking("context-2");
    const arrive = page.clicked("sessions");
    must(await host.ask("contexts.rename", { from: "context-2", to: "lab" }));
    // The list beside it has the new name.
    await page.shows("lab");
    await arrive();
    await page.shows("No session is running");
    expect(page.place).toBe("#/sessions");
  });

  test("has no buttons any more once it was removed", async () => {
    const { host } = await looking("context-2");
    must(await host.ask("contexts.remove", { names: ["context-2"] }));
    await page.shows(/no context/i);
    await page.lacks("Labels and note");
    expect(page.place).toBe("#/contexts/context-2");
  });
});

describe("sessions whose time is up", () => {
  test("are not among the running ones, and there is nothing to end", async () => {
    const memory = await openHost(makeTalosconfig(1));
    const request = {
      context: "context-1",
      isStored: true,
      delivery: "best",
      isFollowing: false,
      ttlSeconds: 3600,
    } as const;
    const { session } = must(await memory.host.ask("sessions.start", request));
    page = await TestWindow.open(memory);
    await page.go("sessions");
    await page.press("More about the session with context-1");
    expect(page.isEnabled("End all")).toBe(true);
    const lease = memory.leases.get(session.id);
    if (!lease) throw new Error("no lease");
    memory.leases.set(session.id, { ...lease, state: "ended" });
    memory.seeOnDisk("sessions");
    await page.shows("Over, in a shell that is still open");
    await page.lacks("End all");
    await page.lacks("Running");
  });
});

describe("a page whose program does not answer any more", () => {
  test("shows nothing of the vault, and asks for all of it anew when there is an answer again", async () => {
    const { host } = await looking("context-2");
    page.tell({ kind: "host-gone" });
    await page.shows("Talos Vault has ended");
    await page.lacks("context-");
    expect(page.place).toBe("#/contexts");
    must(await host.ask("contexts.rename", { from: "context-3", to: "lab" }));
    page.tell({ kind: "host-back" });
    await page.shows("Contexts3");
    await page.press("Terminal with lab");
  });
});

describe("a keychain that is locked", () => {
  test("is looked at again by a button, before there is a vault", async () => {
    const memory = new MemoryHost();
    memory.vault.keychainState = "locked";
    page = await TestWindow.open(memory);
    await page.shows("One that is made here now is opened by a passphrase.");
    memory.vault.keychainState = "works";
    await page.press("Look again");
    await page.shows("Your system's keychain works.");
  });
});
