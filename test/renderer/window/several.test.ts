import { afterEach, describe, expect, test } from "vitest";
import { must, openHost, type MemoryHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

async function markProduction(
  { host }: MemoryHost,
  name: string,
): Promise<void> {
  must(await host.ask("contexts.edit", { name, edit: { production: true } }));
}

describe("several contexts at once", () => {
  test("are exported into one file, and what is guarded among them is confirmed by name", async () => {
    const memory = await openHost(makeTalosconfig(3, ["os:admin"]));
    await markProduction(memory, "context-2");
    memory.chosenFile = "/tmp/out";
    page = await TestWindow.open(memory);
    await page.shows("3 contexts");
    await page.tick("Select context-1");
    await page.press("Select all");
    await page.press("Export…");
    await page.shows("Export 3 contexts");
    expect(page.isEnabled("Write the plain text…")).toBe(false);
    await page.fill("Reason", "moving");
    await page.fill("Type context-2 to confirm", "context-2");
    await page.press("Write the plain text…");
    await page.shows("Written to /tmp/out.");
    const written = memory.files.get("/tmp/out") ?? "";
    for (const name of ["context-1", "context-2", "context-3"])
      expect(written).toContain(`${name}:`);
    expect(memory.issued.map(({ reason }) => reason)).toEqual([
      "moving",
      "moving",
      "moving",
    ]);
  });
});

describe("the note of a context", () => {
  test("stands where a session is started, before anybody acts on it", async () => {
    const memory = await openHost(makeTalosconfig(2));
    const edit = { note: "ask Berta before rebooting" };
    must(await memory.host.ask("contexts.edit", { name: "context-1", edit }));
    page = await TestWindow.open(memory);
    await page.go("sessions");
    await page.press("Start a session…");
    await page.shows("ask Berta before rebooting");
    await page.fill("Context", "context-2");
    await page.lacks("ask Berta before rebooting");
  });
});

describe("the dashboard", () => {
  test("opens beside the terminal, with the nodes of the context", async () => {
    const memory = await openHost(makeTalosconfig(1));
    page = await TestWindow.open(memory);
    await page.press("Dashboard of context-1");
    await page.shows("A terminal has context-1");
    expect(memory.terminals).toEqual([
      expect.stringMatching(/^talosctl dashboard/),
    ]);
    await page.press("Terminal with context-1");
    await expect.poll(() => memory.terminals).toHaveLength(2);
    expect(memory.terminals[1]).toBe("");
  });

  test("of what may do everything on production asks first", async () => {
    const memory = await openHost(makeTalosconfig(1, ["os:admin"]));
    await markProduction(memory, "context-1");
    const edit = { sessionRoles: ["os:admin"] };
    must(await memory.host.ask("contexts.edit", { name: "context-1", edit }));
    page = await TestWindow.open(memory);
    await page.shows("1 context");
    memory.host.askForTerminal({ context: "context-1", runs: "dashboard" });
    await page.shows("Dashboard of context-1");
    expect(page.isEnabled("Open the dashboard")).toBe(false);
    expect(memory.terminals).toEqual([]);
  });
});

describe("a label", () => {
  test("shows before it is written", async () => {
    const memory = await openHost(makeTalosconfig(2));
    page = await TestWindow.open(memory);
    await page.go("contexts/context-1");
    await page.press("Labels and note");
    await page.fill("Labels", "site=fra");
    let write = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      write = resolve;
    });
    memory.meanwhile = () => held;
    await page.press("Save");
    await page.shows("site=fraos");
    memory.meanwhile = async () => undefined;
    write();
    await page.lacks("Save");
    await page.shows("site=fra");
  });
});
