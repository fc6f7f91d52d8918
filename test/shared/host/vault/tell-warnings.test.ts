import { expect, test } from "vitest";
import { editContext } from "../../../../shared/core/usecases/contexts/edit-context.ts";
import { changeVault } from "../../../../shared/core/usecases/vault/change.ts";
import { MemoryVault } from "../../../doubles/memory-vault.ts";
import { must, openHost } from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const name = "context-1";

test("what runs goes by a stricter guard that another machine wrote, as soon as the window sees it", async () => {
  const memory = await openHost(makeTalosconfig(2));
  const { vault, sessions, events } = memory;
  sessions.runGuarded(name);
  const there = new MemoryVault(7);
  for (const [file, bytes] of vault.files) there.files.set(file, bytes);
  for (const [account, value] of vault.items) there.items.set(account, value);
  const guard = { deny: ["reset"] };
  must(await changeVault(there.ports())((document) => editContext(document, name, { guard }))); // prettier-ignore
  vault.files.set("vault.age", there.files.get("vault.age") ?? new Uint8Array()); // prettier-ignore
  memory.seeOnDisk("vault");
  await expect.poll(() => sessions.tightened).toEqual([{ context: name, rules: guard }]); // prettier-ignore
  expect(events).toContainEqual({
    kind: "notice",
    tone: "info",
    title: "What runs is guarded too",
    text: "1 running session, from the next call on and never by less than before. Calls that run go on.",
    contexts: [name],
  });
});

test("a write of which the disk does not say that it keeps it is told, whichever button it was", async () => {
  const memory = await openHost(makeTalosconfig(2));
  const { host, vault } = memory;
  vault.failsAfterwards = "vault.age";
  const told = () =>
    memory.events.flatMap((event) =>
      event.kind === "notice" ? [[event.tone, event.title, event.text]] : [],
    );
  const text = expect.stringContaining("the disk does not say that it keeps it: Could not write vault.age. Look at the disk") as string; // prettier-ignore
  memory.passphrase = "correct horse battery staple";
  const buttons = [
    () => host.ask("contexts.edit", { name, edit: { favorite: true } }),
    () => host.ask("contexts.remove", { names: [name] }),
    () => host.ask("vault.undo", {}),
    () => host.ask("vault.set-passphrase", {}),
    () => host.ask("vault.replace-recovery-key", {}),
  ];
  for (const press of buttons) {
    memory.events.length = 0;
    must<unknown>(await press());
    expect(told()).toContainEqual(["warning", "The vault was written", text]);
  }
});
