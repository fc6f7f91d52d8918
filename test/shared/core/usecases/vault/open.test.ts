import { beforeEach, expect, test } from "vitest";
import { success } from "../../../../../shared/core/result.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import type { VaultPorts } from "../../../../../shared/core/usecases/vault/ports.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";

let vault: MemoryVault;
const note = (text: string) =>
  changeVault(vault.ports())((document) =>
    success({ ...document, previous: text }),
  );

beforeEach(async () => {
  vault = new MemoryVault();
  await makeVault(vault.ports());
  await note("first");
});

/** Something happens between the first reading of the file and that of its floor. */
function meanwhile(happens: () => Promise<unknown>): VaultPorts {
  const ports = vault.ports();
  let isFirst = true;
  return {
    ...ports,
    keychain: {
      ...ports.keychain,
      read: async (account) => {
        if (isFirst) {
          isFirst = false;
          await happens();
        }
        return ports.keychain.read(account);
      },
    },
  };
}

test("a vault that is written while it is opened is opened as it is then", async () => {
  const opened = await openVault(meanwhile(() => note("second")))();
  expect(opened).toMatchObject({
    ok: true,
    value: { document: { previous: "second" } },
  });
});

test("one that was put back while it is opened is no less old", async () => {
  const old = new Map(vault.files);
  await note("second");
  const replaced = meanwhile(async () => {
    vault.files.set("vault.age", old.get("vault.age") ?? new Uint8Array());
  });
  vault.files.set("vault.age", old.get("vault.age") ?? new Uint8Array());
  expect(await openVault(replaced)()).toMatchObject({
    ok: false,
    error: { code: "vault-rolled-back" },
  });
});
