import { describe, expect, test } from "vitest";
import {
  must,
  openHost,
  type MemoryHost,
} from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const talosconfig = makeTalosconfig(3);

/** What the windows are told from now on about the vault. */
function toldBy(memory: MemoryHost) {
  memory.events.length = 0;
  return () =>
    memory.events.flatMap((event): readonly unknown[] => {
      if (event.kind === "contexts")
        return [event.rows.map(({ name }) => name)];
      return event.kind === "vault" ? ["everything"] : [];
    });
}

describe("what windows are told of a change", () => {
  test("a flag makes one row new, as the list has it, and nothing else is asked for again", async () => {
    const memory = await openHost(talosconfig);
    const told = toldBy(memory);
    const edit = { favorite: true, production: true, note: "careful" };
    must(await memory.host.ask("contexts.edit", { name: "context-2", edit }));
    memory.seeOnDisk("vault");
    await memory.host.ask("contexts.list", {});
    expect(told()).toEqual([["context-2"]]);
    const [event] = memory.events.filter(({ kind }) => kind === "contexts");
    const list = must(await memory.host.ask("contexts.list", {}));
    expect(event).toEqual({
      kind: "contexts",
      rows: list.filter(({ name }) => name === "context-2"),
    });
    expect(list.find(({ name }) => name === "context-2")).toMatchObject(edit);
  });

  test("marking one name of a credential tells of the others that are guarded less", async () => {
    const memory = await openHost(talosconfig);
    const copy = { from: "context-1", as: "copy" };
    must(await memory.host.ask("contexts.duplicate", copy));
    const edit = { production: true };
    must(await memory.host.ask("contexts.edit", { name: "context-1", edit }));
    must(await memory.host.ask("contexts.edit", { name: "copy", edit }));
    const notices = memory.events.filter(({ kind }) => kind === "notice");
    expect(notices).toMatchObject([{ tone: "warning", contexts: ["copy"] }]);
  });

  test("of what is marked in the same go nobody is told that it was left out", async () => {
    const memory = await openHost(talosconfig);
    for (const as of ["copy", "other"]) {
      const copy = { from: "context-1", as };
      must(await memory.host.ask("contexts.duplicate", copy));
    }
    const edit = { production: true };
    const among = ["context-1", "copy"];
    for (const name of among)
      must(await memory.host.ask("contexts.edit", { name, edit, among }));
    const notices = memory.events.filter(({ kind }) => kind === "notice");
    expect(notices).toMatchObject([
      { contexts: ["other"] },
      { contexts: ["other"] },
    ]);
  });

  test("switching makes two rows new: the current one and the one before", async () => {
    const memory = await openHost(talosconfig);
    const before = must(await memory.host.ask("contexts.list", {})).find(
      ({ current }) => current,
    );
    const told = toldBy(memory);
    must(await memory.host.ask("contexts.use", { name: "context-3" }));
    expect(told()).toEqual([[before?.name, "context-3"]]);
  });

  test("where it is dialled concerns more than the row", async () => {
    const memory = await openHost(talosconfig);
    const told = toldBy(memory);
    const edit = { endpoints: ["10.9.9.9"] };
    must(await memory.host.ask("contexts.edit", { name: "context-1", edit }));
    expect(told()).toEqual(["everything"]);
  });

  test("a file that the watch sees while we write is looked at afterwards, and is ours", async () => {
    const memory = await openHost(talosconfig);
    const told = toldBy(memory);
    memory.meanwhile = async () => {
      // A disk lets others have their turn.
      await new Promise(setImmediate);
      memory.seeOnDisk("vault");
    };
    const edit = { favorite: true };
    must(await memory.host.ask("contexts.edit", { name: "context-1", edit }));
    memory.meanwhile = async () => undefined;
    await memory.host.ask("contexts.list", {});
    expect(told()).toEqual([["context-1"]]);
  });

  test("what another program writes is told in full, also right after a change of ours", async () => {
    const memory = await openHost(talosconfig);
    const other = await openHost(talosconfig);
    const told = toldBy(memory);
    const edit = { favorite: true };
    must(await memory.host.ask("contexts.edit", { name: "context-1", edit }));
    // The vault of another program, for the watch alone: the file is another one.
    memory.vault.files.set(
      "vault.age",
      other.vault.files.get("vault.age") ?? new Uint8Array(),
    );
    memory.seeOnDisk("vault");
    await expect.poll(told).toEqual([["context-1"], "everything"]);
  });

  test("last uses are those of the rows", async () => {
    const { host } = await openHost(talosconfig);
    must(
      await host.ask("sessions.start", {
        context: "context-2",
        ttlSeconds: 60,
        delivery: "best",
        isFollowing: false,
      }),
    );
    const rows = must(await host.ask("contexts.list", {}));
    expect(must(await host.ask("contexts.last-used", {}))).toEqual(
      rows.flatMap(({ name, lastUsedAt }) =>
        lastUsedAt === null ? [] : [{ name, lastUsedAt }],
      ),
    );
  });
});
