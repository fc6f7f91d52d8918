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

/** Something happens between a reading of the file and that of its floor: the first time, or the first times. */
function meanwhile(happens: () => Promise<unknown>, times = 1): VaultPorts {
  const ports = vault.ports();
  let left = times;
  return {
    ...ports,
    keychain: {
      ...ports.keychain,
      read: async (account) => {
        if (left > 0) {
          left -= 1;
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

test("a vault that many write while it is opened is no older vault", async () => {
  let count = 0;
  const busy = meanwhile(() => note(`write ${String((count += 1))}`), 40);
  expect(await openVault(busy)()).toMatchObject({ ok: true });
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
