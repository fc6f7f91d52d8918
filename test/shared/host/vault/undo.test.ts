import { describe, expect, test } from "vitest";
import { useContext } from "../../../../shared/core/usecases/contexts/set-current-context.ts";
import { changeVault } from "../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../shared/core/usecases/vault/open.ts";
import { MemoryVault } from "../../../doubles/memory-vault.ts";
import { scriptedPerson } from "../../../doubles/scripted-person.ts";
import { must, openHost } from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const talosconfig = makeTalosconfig(3);

describe("what is taken back", () => {
  test("nothing is undone of another machine's, which wrote one with the same number", async () => {
    const memory = await openHost(talosconfig);
    const { host, vault } = memory;
    const there = new MemoryVault(7);
    for (const [file, bytes] of vault.files) there.files.set(file, bytes);
    for (const [account, value] of vault.items) there.items.set(account, value);
    must(await host.ask("contexts.remove", { names: ["context-1"] }));
    // A folder that is synced: the other machine's write takes the place of ours.
    must(await changeVault(there.ports())((document) => useContext(document, "context-3"))); // prettier-ignore
    vault.files.set("vault.age", there.files.get("vault.age") ?? new Uint8Array()); // prettier-ignore
    expect(await host.ask("vault.undo", {})).toMatchObject({
      ok: false,
      error: { code: "context-conflict" },
    });
    expect(must(await host.ask("contexts.list", {}))).toMatchObject([{ current: false }, { current: false }, { current: true }]); // prettier-ignore
  });

  test("what runs goes by the stricter guard that an undo or a restore brings back", async () => {
    const memory = await openHost(talosconfig);
    memory.consent = scriptedPerson(["once"]);
    const { host, sessions } = memory;
    const name = "context-1";
    sessions.runGuarded(name);
    const edit = (guard: object) => host.ask("contexts.edit", { name, edit: { guard } }); // prettier-ignore
    must(await edit({ deny: ["reset"] }));
    const opened = must(await openVault(memory.vault.ports())());
    const generation = String(opened.document.generation);
    must(await edit({ deny: [] }));
    const beginAnew = () => {
      sessions.leases.clear();
      sessions.runGuarded(name);
      sessions.tightened.length = 0;
    };
    beginAnew();
    must(await host.ask("vault.undo", {}));
    const told = [{ context: name, rules: { deny: ["reset"] } }];
    expect(sessions.tightened).toEqual(told);
    memory.consent = scriptedPerson(["once"]);
    must(await edit({ deny: [] }));
    beginAnew();
    must(await host.ask("vault.restore", { kind: "generation", generation }));
    expect(sessions.tightened).toEqual(told);
  });
});
