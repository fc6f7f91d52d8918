import { afterEach, describe, expect, test, vi } from "vitest";
import { RowOrder } from "../../../renderer/features/rows/row-order.ts";
import { emitTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf } from "../../doubles/certificates.ts";
import { MadeAuthority } from "../../doubles/made-certificate.ts";
import { must, openHost, type MemoryHost } from "../../doubles/memory-host.ts";
import {
  nodeOf,
  ScriptedTalosApi,
  silentNode,
} from "../../doubles/scripted-talos-api.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

const home = "/home/you/.talos/config";

describe("the list of contexts", () => {
  test("shows those that a filter finds, and says how many of how many", async () => {
    page = await TestWindow.open(await openHost(makeTalosconfig(3)));
    await page.shows("3 contexts");
    await page.fill("Search contexts", "context-2");
    await page.shows("1 of 3");
    await page.press("Filter");
    await page.press("Production");
    await page.shows("0 of 3");
    await page.shows("No match.");
    // The words and the filter, both.
    await page.press("Clear filters");
    await page.shows("3 contexts");
  });

  test("is not gone through again when another one is made the current one, as it is for a star", async () => {
    const order = vi.spyOn(RowOrder.prototype, "byName");
    page = await TestWindow.open(await openHost(makeTalosconfig(3)));
    await page.shows("3 contexts");
    const { length } = order.mock.calls;
    await page.press("Use context-2");
    // Said when it is written, and main has told the rows.
    await page.shows("Current context: context-2");
    expect(order).toHaveBeenCalledTimes(length);
    await page.press("Favourite context-3");
    await expect.poll(() => order.mock.calls.length).toBe(length + 1);
    order.mockRestore();
  });
});

describe("starting a session", () => {
  test("as root on production wants a reason and the name, and not before both is there a session", async () => {
    const memory = await openHost(makeTalosconfig(1, ["os:admin"]));
    const edit = { production: true };
    must(await memory.host.ask("contexts.edit", { name: "context-1", edit }));
    page = await TestWindow.open(memory);
    await page.go("sessions");
    await page.press("Start a session…");
    await page.fill("Role", "stored");
    await page.shows("Type context-1 to confirm");
    expect(page.isEnabled("Open a terminal")).toBe(false);
    await page.fill("Type context-1 to confirm", "context-1");
    expect(page.isEnabled("Open a terminal")).toBe(false);
    await page.fill("Reason", "etcd is slow");
    expect(page.isEnabled("Open a terminal")).toBe(true);
    expect(memory.leases.size).toBe(0);
    await page.press("Open a terminal");
    await page.shows("A terminal has context-1");
    expect([...memory.leases.values()]).toMatchObject([
      { context: "context-1", credential: "stored", reason: "etcd is slow" },
    ]);
  });
});

describe("a terminal that the tray asks for", () => {
  test("is asked for in the window, where what stands in its way is said and answered", async () => {
    const memory = await openHost(makeTalosconfig(1, ["os:admin"]));
    const edit = { production: true };
    must(await memory.host.ask("contexts.edit", { name: "context-1", edit }));
    page = await TestWindow.open(memory);
    await page.shows("1 context");
    memory.host.askForTerminal({ context: "context-1", runs: "shell" });
    await page.shows("Terminal with context-1");
    expect(memory.leases.size).toBe(0);
  });
});

describe("renewing", () => {
  const authority = MadeAuthority.make();

  async function nearItsEnd() {
    const client = authority.client({ hours: [-1000, 10] });
    const config = contextOf(authority.pair.crt, client);
    const contexts = new Map([["prod", config]]);
    const memory = await openHost(
      emitTalosconfig({ context: "prod", contexts }),
    );
    memory.now = new Date();
    const talos = new ScriptedTalosApi();
    talos.make = nodeOf(authority, () => memory.now ?? new Date());
    memory.talos = talos;
    const fingerprint = async () =>
      must(await memory.host.ask("contexts.show", { name: "prod" }))
        .fingerprint;
    page = await TestWindow.open(memory);
    await page.go("contexts/prod");
    await page.press("Renew…");
    await page.shows("Who makes it");
    return { memory, talos, fingerprint };
  }

  test("puts a certificate in place that an endpoint accepted", async () => {
    const { talos, fingerprint } = await nearItsEnd();
    const before = await fingerprint();
    await page.press("Renew");
    await page.shows("prod is renewed");
    expect(await fingerprint()).not.toBe(before);
    expect(talos.probed).toHaveLength(1);
  });

  test("that is cancelled while a node is asked changes nothing", async () => {
    const { talos, fingerprint } = await nearItsEnd();
    const before = await fingerprint();
    talos.make = silentNode;
    await page.press("Renew");
    await expect.poll(() => talos.requests).toHaveLength(1);
    await page.press("Cancel");
    await page.shows("The renewal was cancelled; prod keeps its certificate.");
    expect(await fingerprint()).toBe(before);
  });
});

describe("the preview of an import", () => {
  async function looking(memory: MemoryHost, text: string): Promise<void> {
    memory.files.set(home, text);
    page = await TestWindow.open(memory);
    await page.go("import");
    await page.press("Review");
  }

  test("of what is there already has nothing to do", async () => {
    const text = makeTalosconfig(1);
    await looking(await openHost(text), text);
    await page.shows("already there");
    expect(page.isEnabled("Nothing new: done")).toBe(true);
  });

  test("of a taken name writes what was chosen, nothing before, and one press takes it back", async () => {
    const memory = await openHost(makeTalosconfig(1));
    const other = makeTalosconfig(1, ["os:admin"]).replaceAll(
      "10.0.0.1",
      "10.9.9.9",
    );
    await looking(memory, other);
    await page.shows("imported as context-1-");
    await page.fill("What to do with context-1", "skip");
    await page.shows("left out");
    await page.fill("What to do with context-1", "replace");
    await page.shows("replaces context-1");
    const names = async () =>
      must(await memory.host.ask("contexts.list", {})).map(
        ({ name, roles }) => [name, roles],
      );
    expect(await names()).toEqual([["context-1", ["os:reader"]]]);
    await page.press("Import 1");
    await page.lacks("Import 1");
    expect(await names()).toEqual([["context-1", ["os:admin"]]]);
    await page.press("Undo the import");
    await page.shows("Undone: ");
    expect(await names()).toEqual([["context-1", ["os:reader"]]]);
  });
});

describe("a vault whose file is gone", () => {
  test("offers each generation, and the newest brings all of it back", async () => {
    const memory = await openHost(makeTalosconfig(2));
    await memory.host.lock("");
    memory.vault.files.delete("vault.age");
    page = await TestWindow.open(memory);
    await page.shows("Your vault file is gone");
    await page.shows("2 earlier generations on this machine");
    await page.press("Put the newest one back");
    await page.shows("2 contexts");
  });
});
