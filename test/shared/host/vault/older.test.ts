import { expect, test } from "vitest";
import { windowActionsOfError } from "../../../../renderer/features/actions/window-actions.ts";
import { olderText } from "../../../../renderer/features/settings/older-vault-text.ts";
import { lockedHost } from "../../../doubles/locked-host.ts";
import { must } from "../../../doubles/memory-host.ts";

/** Its vault file was replaced by an older one, as of before `new` came in. */
async function rolledBack() {
  const { host, vault, older } = await lockedHost();
  vault.files.set("vault.age", older);
  return { host, vault };
}

test("an older vault file is refused with two ways on, which a locked window can go", async () => {
  const { host } = await rolledBack();
  const refused = await host.ask("vault.unlock", { with: "keychain" });
  if (refused.ok) throw new Error("an older vault was opened");
  expect(refused.error.code).toBe("vault-rolled-back");
  expect(windowActionsOfError(refused.error.actions, undefined, false)).toEqual(
    ["restore", "accept-older"],
  );
});

test("the question names what is not in it and where that stays, and changes nothing", async () => {
  const { host, vault } = await rolledBack();
  const before = new Map(vault.files);
  const older = must(await host.ask("vault.older", {}));
  expect(older).toMatchObject({ contexts: 1, gone: ["new"] });
  expect(older.before).toBeGreaterThan(older.generation);
  expect(olderText(older)).toEqual([
    "Not in it: new. What was changed since then is not in it either.",
    `All of that stays in generation ${String(older.before)}, which can be put back instead.`,
  ]);
  expect(vault.files).toEqual(before);
  expect(host.isUnlocked).toBe(false);
  expect((await host.ask("vault.unlock", { with: "keychain" })).ok).toBe(false);
});

test("the older vault counts from then on, and what came after it can still be put back", async () => {
  const { host } = await rolledBack();
  const { before, generation: older } = must(await host.ask("vault.older", {}));
  const accept = (typed: string) =>
    host.ask("vault.restore", { kind: "present", typed });
  const refused = await accept(String(before));
  expect(refused).toMatchObject({ error: { code: "unconfirmed" } });
  expect(host.isUnlocked).toBe(false);
  must(await accept(String(older)));
  expect(host.isUnlocked).toBe(true);
  const names = async () =>
    must(await host.ask("contexts.list", {})).map(({ name }) => name);
  expect(await names()).toEqual(["context-1"]);
  await host.lock("a test");
  must(await host.ask("vault.unlock", { with: "keychain" }));
  const generation = String(before);
  must(await host.ask("vault.restore", { kind: "generation", generation }));
  expect(await names()).toEqual(["context-1", "new"]);
});

test("where no later generation is kept, the question says that it cannot name what is lost", async () => {
  const { host, vault } = await rolledBack();
  for (const name of vault.files.keys())
    if (name.startsWith("backups/")) vault.files.delete(name);
  const older = must(await host.ask("vault.older", {}));
  expect(older).toMatchObject({ gone: null, before: null });
  expect(olderText(older).join()).toContain("cannot be named");
});
