import { expect, test } from "vitest";
import { restoreText } from "../../../../renderer/features/settings/restore-text.ts";
import { must, openHost } from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const generation = "2";

async function withNewContext() {
  const memory = await openHost(makeTalosconfig(1));
  must(
    await memory.host.ask("contexts.duplicate", {
      from: "context-1",
      as: "new",
    }),
  );
  const names = async () =>
    must(await memory.host.ask("contexts.list", {})).map(({ name }) => name);
  return { host: memory.host, memory, names };
}

test("a restore names what will be there no more before it acts, and acts on the answer", async () => {
  const { host, memory, names } = await withNewContext();
  const before = new Map(memory.vault.files);
  const asked = must(
    await host.ask("vault.ask-restore", { kind: "generation", generation }),
  );
  expect(asked).toMatchObject({ contexts: 1, replaces: true, gone: ["new"] });
  if (!asked) throw new Error("nothing was asked");
  expect(restoreText(asked).join(" ")).toContain(
    "No longer there afterwards: new.",
  );
  expect(memory.vault.files).toEqual(before);
  const { token } = asked;
  const restored = must(
    await host.ask("vault.restore", { kind: "asked", token }),
  );
  expect(restored).toEqual({ contexts: 1 });
  expect(await names()).toEqual(["context-1"]);
  expect((await host.ask("vault.restore", { kind: "asked", token })).ok).toBe(
    false,
  );
});

test("a vault file that is gone comes back from a generation with the recovery key, where the keychain is lost", async () => {
  const { host, memory, names } = await withNewContext();
  await host.lock("a test");
  memory.vault.files.delete("vault.age");
  memory.vault.items.clear();
  const state = must(await host.ask("vault.state", {}));
  expect(state.vault).toBe("none");
  const [newest = ""] = state.backups;
  // Nothing else opens it: the key is asked for without being wished for.
  const ask = () =>
    host.ask("vault.ask-restore", { kind: "generation", generation: newest });
  expect(await ask()).toMatchObject({ error: { code: "recovery-key-wrong" } });
  memory.typedRecoveryKey = memory.shownRecoveryKey;
  const asked = must(await ask());
  must(
    await host.ask("vault.restore", {
      kind: "asked",
      token: asked?.token ?? "",
    }),
  );
  expect(await names()).toEqual(["context-1", "new"]);
});

test("a lock, or another question, takes a question back", async () => {
  const { host, memory } = await withNewContext();
  const ask = async () =>
    must(
      await host.ask("vault.ask-restore", { kind: "generation", generation }),
    )?.token ?? "";
  const first = await ask();
  const second = await ask();
  const before = new Map(memory.vault.files);
  const answers = [
    await host.ask("vault.restore", { kind: "asked", token: first }),
  ];
  await host.lock("a test");
  answers.push(
    await host.ask("vault.restore", { kind: "asked", token: second }),
  );
  expect(answers.map(({ ok }) => ok)).toEqual([false, false]);
  expect(memory.vault.files).toEqual(before);
});

test("what another machine wrote is said while the vault is open, once", async () => {
  const { host, memory, names } = await withNewContext();
  const there = memory.vault.copy();
  for (let skip = 0; skip < 3; skip++) there.ports().random.bytes(5);
  const { changeVault } =
    await import("../../../../shared/core/usecases/vault/change.ts");
  must(
    await host.ask("contexts.edit", {
      name: "context-1",
      edit: { note: "written here" },
    }),
  );
  const changed = await changeVault(there.ports())((document) => ({
    ok: true,
    value: { ...document, previous: "there" },
  }));
  expect(changed.ok).toBe(true);
  const theirs = there.files.get("vault.age");
  if (theirs) memory.vault.files.set("vault.age", theirs);
  await names();
  await names();
  const said = memory.events.filter(({ kind }) => kind === "notice");
  expect(said).toMatchObject([
    { text: expect.stringContaining("Another machine has written") as string },
  ]);
});
