import { expect, test } from "vitest";
import { must, openHost } from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

test("dates for a calendar are written where the person says, and are the browser's to save without dialogs", async () => {
  const memory = await openHost(makeTalosconfig(2));
  const { host } = memory;
  const [authority] = must(await host.ask("contexts.authorities", {}));
  const wanted = {
    contexts: ["context-1"],
    authorities: [authority?.authority ?? ""],
  };
  const path = "/home/you/chosen";
  memory.chosenFile = path;
  memory.now = new Date();
  expect(must(await host.ask("contexts.calendar", wanted))).toEqual({
    count: 2,
    path,
  });
  const written = memory.files.get(path) ?? "";
  expect(written).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(written).toContain("context-1");
  expect(written).not.toContain("The certificate of context-2");
  memory.hasDialogs = false;
  const made = must(await host.ask("contexts.calendar", wanted));
  expect(made).toMatchObject({ count: 2, text: written });
  const none = { contexts: [], authorities: [] };
  expect(await host.ask("contexts.calendar", none)).toMatchObject({
    ok: false,
    error: { code: "usage" },
  });
});

test("nothing is written when no file is chosen", async () => {
  const memory = await openHost(makeTalosconfig(1));
  memory.chosenFile = null;
  const before = memory.files.size;
  const wanted = { contexts: ["context-1"], authorities: [] };
  const made = await memory.host.ask("contexts.calendar", wanted);
  expect(must(made)).toBeNull();
  expect(memory.files.size).toBe(before);
});
